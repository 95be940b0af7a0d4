#include "json_layout.hpp"

#include <nlohmann/json.hpp>

namespace cqrs::ctl {

std::string laid_out(std::string_view json) {
  const auto value = nlohmann::ordered_json::parse(json, nullptr, false);
  if (value.is_discarded()) return std::string(json);
  return value.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace cqrs::ctl
