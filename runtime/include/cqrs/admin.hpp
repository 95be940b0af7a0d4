#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <cqrs/expected.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/time.hpp>

// How an operator's tool talks to a running application: docs/cqrsctl.md describes the lines.

namespace cqrs {

/// Answers one request, a JSON object on one line, with another: {"do":"rebuild","projection":"AccountSummary",
/// "reason":"…"} with {} or {"error":{"code":"not_found","text":"…"}}. Any bytes whatever are safe to pass. `actor` is
/// who asks, where the request does not say.
[[nodiscard]] std::string answer_admin(std::string_view request, Projections& projections, std::string_view actor);

struct AdminSocketOptions {
  std::size_t clients = 16;                      ///< at a time; one more is told so and sent away
  std::size_t request_bytes = 64U << 10U;        ///< longer lines end the connection
  Duration idle = std::chrono::seconds(60);      ///< a client that says nothing for so long is sent away
  Duration patience = std::chrono::seconds(10);  ///< and one that does not take its answer
};

/// A Unix domain socket that only the user the application runs as (and root) can reach. Each client has a thread of
/// its own: one that is slow keeps no other waiting. Thread-safe.
class AdminSocket {
 public:
  using Options = AdminSocketOptions;

  /// Creates the socket at `path`, by custom that of the store with ".sock" behind; what a process that is gone left
  /// there is replaced. Errors: unavailable (another process answers there, or it cannot be created), invalid_argument
  /// (the path is too long for a socket, or something else is there). The projections outlive it.
  static Result<std::unique_ptr<AdminSocket>> start(const std::filesystem::path& path, Projections& projections,
                                                    Options options = {});
  AdminSocket(const AdminSocket&) = delete;
  AdminSocket& operator=(const AdminSocket&) = delete;
  /// Stops.
  ~AdminSocket();

  /// Takes no more requests, waits for those under way, and removes the socket. Doing it again does nothing.
  void stop();

 private:
  class Impl;
  explicit AdminSocket(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cqrs
