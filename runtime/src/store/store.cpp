#include <cqrs/store.hpp>

namespace cqrs {

Result<std::shared_ptr<sql::RowStore>> Store::open_rows() {
  return unexpected<Error>({ErrorCode::unsupported,
                            "this store has no database for rows; give the application one in its options "
                            "(ProjectionOptions::rows)"});
}

Result<void> Store::read_streams(const StreamFilter&, std::size_t, StreamVisitor) {
  return fail(ErrorCode::unsupported, "this store cannot list its streams; read the log with read_all");
}

Result<void> Store::read_commits(CommitVisitor) {
  return fail(ErrorCode::unsupported, "this store cannot list its commits; read the log with read_all");
}

}  // namespace cqrs
