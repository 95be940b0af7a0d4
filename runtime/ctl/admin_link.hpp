#pragma once

#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include <cqrs/expected.hpp>

#include "commands.hpp"

namespace cqrs::ctl {

/// Somebody who answers the requests of cqrs/admin.hpp: a running application, or this tool, as the store's one writer.
class AdminLink {
 public:
  AdminLink() = default;
  AdminLink(const AdminLink&) = delete;
  AdminLink& operator=(const AdminLink&) = delete;
  virtual ~AdminLink() = default;

  /// The answer, or the error it holds.
  [[nodiscard]] Result<nlohmann::ordered_json> ask(const nlohmann::ordered_json& request);

 private:
  virtual Result<std::string> exchange(const std::string& line) = 0;
};

/// A request that says who asks.
[[nodiscard]] nlohmann::ordered_json request_of(const char* what, const std::string& projection,
                                                const std::string& reason);

/// The application's admin socket: `given`, or that beside the store.
[[nodiscard]] Result<std::string> socket_path(const std::string& store, const std::optional<std::string>& given);

/// Null: no application answers there. `unavailable` where one was named that does not.
[[nodiscard]] Result<std::unique_ptr<AdminLink>> link_to_application(const std::string& store,
                                                                     const std::optional<std::string>& socket);

/// What makes changes: the application or, where none runs, this tool, if it knows the domain. `follow`: projections
/// are to follow the log meanwhile.
[[nodiscard]] Result<std::unique_ptr<AdminLink>> link_for_changes(const std::string& store,
                                                                  const std::optional<std::string>& socket,
                                                                  const Run& run, bool follow);

}  // namespace cqrs::ctl
