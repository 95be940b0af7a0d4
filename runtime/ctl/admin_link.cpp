#include "admin_link.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cqrs/admin.hpp>

#include "open_store.hpp"

namespace cqrs::ctl {
namespace {

using Json = nlohmann::ordered_json;

/// Answers have no limit but this: more is no answer of ours.
constexpr std::size_t kMostAnswer = std::size_t{64} << 20U;

std::string words_of(int error) { return std::generic_category().message(error); }

class SocketLink final : public AdminLink {
 public:
  SocketLink(int socket, std::string path) : socket_(socket), path_(std::move(path)) {}
  ~SocketLink() override { ::close(socket_); }

 private:
  Result<std::string> exchange(const std::string& line) override {
    const std::string request = line + "\n";
    for (std::size_t sent = 0; sent < request.size();) {
      const auto written = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return gone();
      sent += static_cast<std::size_t>(written);
    }
    for (;;) {
      if (const auto end = waiting_.find('\n'); end != std::string::npos) {
        std::string answer = waiting_.substr(0, end);
        waiting_.erase(0, end + 1);
        return answer;
      }
      char block[4096];
      const auto read = ::recv(socket_, block, sizeof block, 0);
      if (read < 0 && errno == EINTR) continue;
      if (read <= 0 || waiting_.size() > kMostAnswer) return gone();
      waiting_.append(block, static_cast<std::size_t>(read));
    }
  }

  [[nodiscard]] unexpected<Error> gone() const {
    return fail(ErrorCode::unavailable, "the application at " + path_ +
                                            " has gone before it answered: whether it did what was asked is not known; "
                                            "look with `projections` when it is back");
  }

  int socket_;
  std::string path_;
  std::string waiting_;
};

class OwnLink final : public AdminLink {
 public:
  OwnLink(std::unique_ptr<Store> store, std::shared_ptr<sql::RowStore> rows, std::unique_ptr<Projections> projections)
      : store_(std::move(store)), rows_(std::move(rows)), projections_(std::move(projections)) {}
  ~OwnLink() override { projections_->stop(); }

 private:
  Result<std::string> exchange(const std::string& line) override {
    return answer_admin(line, *projections_, "uid " + std::to_string(::geteuid()));
  }

  std::unique_ptr<Store> store_;
  std::shared_ptr<sql::RowStore> rows_;
  std::unique_ptr<Projections> projections_;
};

ErrorCode code_named(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::behind); ++i) {
    if (to_string(static_cast<ErrorCode>(i)) == name) return static_cast<ErrorCode>(i);
  }
  return ErrorCode::unavailable;
}

}  // namespace

Result<Json> AdminLink::ask(const Json& request) {
  const auto line = exchange(request.dump(-1, ' ', false, Json::error_handler_t::replace));
  if (!line) return unexpected(line.error());
  Json answer = Json::parse(*line, nullptr, false);
  if (answer.is_discarded() || !answer.is_object()) {
    return fail(ErrorCode::unavailable, "what answers there is no application of ours: " + *line);
  }
  if (!answer.contains("error")) return answer;
  const Json error = answer["error"];
  const auto text_of = [&](const char* name) {
    return error.is_object() && error.contains(name) && error[name].is_string() ? error[name].get<std::string>()
                                                                                : std::string();
  };
  return fail(code_named(text_of("code")), text_of("text"));
}

Json request_of(const char* what, const std::string& projection, const std::string& reason) {
  Json request = {{"do", what}, {"projection", projection}, {"reason", reason}};
  if (const char* user = std::getenv("USER"); user != nullptr && *user != '\0') request["actor"] = user;
  return request;
}

Result<std::string> socket_path(const std::string& store, const std::optional<std::string>& given) {
  if (given) return *given;
  auto path = path_of(store);
  if (!path) return path;
  return *path + ".sock";
}

Result<std::unique_ptr<AdminLink>> link_to_application(const std::string& store,
                                                       const std::optional<std::string>& given) {
  const auto path = socket_path(store, given);
  if (!path) return unexpected(path.error());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path->size() >= sizeof address.sun_path) {
    if (!given) return std::unique_ptr<AdminLink>();
    return fail(ErrorCode::invalid_argument, *path + " is too long for the path of a socket");
  }
  std::memcpy(address.sun_path, path->data(), path->size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return fail(ErrorCode::unavailable, "no socket: " + words_of(errno));
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return std::unique_ptr<AdminLink>(std::make_unique<SocketLink>(socket, *path));
  }
  const int why = errno;
  ::close(socket);
  if (!given && (why == ENOENT || why == ECONNREFUSED || why == ENOTDIR)) return std::unique_ptr<AdminLink>();
  return fail(why == EACCES ? ErrorCode::unauthorized : ErrorCode::unavailable,
              "no application answers at " + *path + ": " + words_of(why));
}

Result<std::unique_ptr<AdminLink>> link_for_changes(const std::string& store, const std::optional<std::string>& socket,
                                                    const Run& run, bool follow) {
  auto application = link_to_application(store, socket);
  if (!application || *application) return application;
  const auto path = socket_path(store, socket);
  if (run.domain.projections.empty()) {
    return fail(ErrorCode::unavailable,
                "no application answers at " + *path +
                    ", and without one only the tool of the domain, which cqrs_add_domain(… CTL) builds, can change "
                    "what its projections keep. Start the application with an AdminSocket, or use that tool");
  }
  auto opened = sqlite::open(*path_of(store), {});
  if (!opened) {
    Error error = opened.error();
    if (error.code == ErrorCode::unavailable) {
      error.text += ". If it is the application, it has no AdminSocket at " + *path + "; --socket names another path";
    }
    return unexpected(std::move(error));
  }
  ProjectionOptions options;
  options.run = follow;
  auto rows = (*opened)->open_rows();
  if (!rows) return unexpected(rows.error());
  options.rows = *rows;
  auto projections =
      Projections::start(**opened, run.domain.projections, run.domain.externs, std::move(options), system_clock());
  if (!projections) return unexpected(projections.error());
  return std::unique_ptr<AdminLink>(
      std::make_unique<OwnLink>(*std::move(opened), *std::move(rows), *std::move(projections)));
}

}  // namespace cqrs::ctl
