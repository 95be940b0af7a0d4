#include <cqrs/store.hpp>

namespace cqrs {

Result<std::shared_ptr<sql::RowStore>> Store::open_rows() {
  return unexpected<Error>({ErrorCode::unsupported,
                            "this store has no database for rows; give the application one in its options "
                            "(ProjectionOptions::rows)"});
}

}  // namespace cqrs
