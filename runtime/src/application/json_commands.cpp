#include <string>

#include <cqrs/application.hpp>

namespace cqrs::detail {

AnyOutcome execute_json(std::span<const JsonCommand> commands, Executor& executor, std::string_view name,
                        std::string_view id, std::string_view json, CommandOptions options) {
  for (const auto& command : commands) {
    // The context is one, and may be left out.
    const auto full = command.name;
    const bool same = full == name || (full.size() > name.size() && full.ends_with(name) &&
                                       full[full.size() - name.size() - 1] == '.' && name.find('.') != name.npos);
    if (same) return command.execute(executor, id, json, std::move(options));
  }
  std::string known;
  for (const auto& command : commands) {
    if (!known.empty()) known += ", ";
    known += command.name;
  }
  return unexpected<std::variant<Rejection, Error>>(
      Error{ErrorCode::invalid_argument, "there is no command \"" + std::string(name) + "\"; there are " + known});
}

}  // namespace cqrs::detail
