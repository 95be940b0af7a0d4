#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cqrs/admin.hpp>

#include "admin/status_json.hpp"

namespace cqrs {
namespace {

/// A file descriptor of one's own.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const noexcept { return number_; }
  [[nodiscard]] bool valid() const noexcept { return number_ >= 0; }

 private:
  int number_ = -1;
};

std::string system_words(int error) { return std::generic_category().message(error); }

Result<sockaddr_un> address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& name = path.native();
  if (name.empty() || name.size() >= sizeof address.sun_path) {
    return fail(ErrorCode::invalid_argument, "the path of a socket has between 1 and " +
                                                 std::to_string(sizeof address.sun_path - 1) +
                                                 " bytes, and this one has " + std::to_string(name.size()) + ": " +
                                                 name + "; name a shorter one, for the application and for the tool");
  }
  std::memcpy(address.sun_path, name.data(), name.size());
  return address;
}

const sockaddr* generic(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

Descriptor new_socket() { return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

/// Removes what a process that is gone left; nothing else.
Result<void> make_way(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode)) {
    return fail(ErrorCode::invalid_argument, path.string() + " is there, and is no socket; name another path");
  }
  const Descriptor probe = new_socket();
  if (!probe.valid()) return fail(ErrorCode::unavailable, "no socket: " + system_words(errno));
  if (::connect(probe.get(), generic(address), sizeof address) == 0 || errno != ECONNREFUSED) {
    return fail(ErrorCode::unavailable, "another process answers at " + path.string() + "; name another path");
  }
  ::unlink(path.c_str());
  return {};
}

Result<Descriptor> listen_at(const std::filesystem::path& path) {
  const auto address = address_of(path);
  if (!address) return unexpected(address.error());
  if (auto free = make_way(path, *address); !free) return unexpected(free.error());
  Descriptor socket = new_socket();
  const auto failed = [&](const char* what) {
    return fail(ErrorCode::unavailable,
                "the admin socket " + path.string() + " cannot be " + what + ": " + system_words(errno));
  };
  if (!socket.valid()) return failed("created");
  // What the file system shows is never open to others, not even between two calls.
  if (::fchmod(socket.get(), S_IRUSR | S_IWUSR) != 0) return failed("closed to others");
  if (::bind(socket.get(), generic(*address), sizeof *address) != 0) return failed("created");
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(socket.get(), 16) != 0) {
    ::unlink(path.c_str());
    return failed("opened");
  }
  return socket;
}

/// Who is at the other end: "uid 1000"; none: somebody who has no business here.
std::optional<std::string> peer_of(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  if (peer.uid != ::geteuid() && peer.uid != 0) return std::nullopt;
  return "uid " + std::to_string(peer.uid);
}

}  // namespace

class AdminSocket::Impl {
 public:
  Impl(std::filesystem::path path, Descriptor listener, Descriptor stop, Projections& projections, Options options)
      : path_(std::move(path)),
        listener_(std::move(listener)),
        stop_(std::move(stop)),
        projections_(projections),
        options_(options) {}

  void start() {
    thread_ = std::thread([this] { accept_clients(); });
  }

  void stop() {
    if (stopping_.exchange(true)) return;
    const std::uint64_t one = 1;
    static_cast<void>(::write(stop_.get(), &one, sizeof one));  // stays readable: everybody sees it
    if (thread_.joinable()) thread_.join();
    for (auto& client : clients_) client.thread.join();
    ::unlink(path_.c_str());
  }

 private:
  struct Client {
    std::thread thread;
    std::atomic<bool> gone = false;
  };

  /// Whether the descriptor is ready; false: not in time, or it is to be stopped.
  bool wait_for(int descriptor, short events, Duration most) {
    pollfd watched[] = {{descriptor, events, 0}, {stop_.get(), POLLIN, 0}};
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(most).count();
    int ready = 0;
    do {
      ready = ::poll(watched, 2, static_cast<int>(std::min<std::int64_t>(milliseconds, 1'000'000'000)));
    } while (ready < 0 && errno == EINTR);
    return ready > 0 && watched[1].revents == 0;
  }

  void accept_clients() {
    while (!stopping_) {
      if (!wait_for(listener_.get(), POLLIN, std::chrono::hours(1))) continue;
      Descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (!socket.valid()) {
        wait_for(-1, 0, std::chrono::milliseconds(50));  // out of descriptors, say: not at full speed
        continue;
      }
      clients_.remove_if([](Client& client) {
        if (client.gone) client.thread.join();
        return client.gone.load();
      });
      greet(std::move(socket));
    }
  }

  void greet(Descriptor socket) {
    const auto actor = peer_of(socket.get());
    if (!actor) return;
    if (clients_.size() >= options_.clients) {
      send(socket.get(), admin::error_json({ErrorCode::unavailable, "too many tools are connected; try again"}),
           Duration::zero());
      return;
    }
    Client& client = clients_.emplace_back();
    try {
      client.thread = std::thread([this, &client, socket = std::move(socket), actor = *actor] {
        serve(socket.get(), actor);
        client.gone = true;
      });
    } catch (const std::system_error&) {
      clients_.pop_back();  // no thread to be had: the client sees that nobody answers
    }
  }

  void serve(int socket, const std::string& actor) {
    std::string waiting;
    while (!stopping_) {
      const auto end = waiting.find('\n');
      if (end != std::string::npos) {
        const std::string request = waiting.substr(0, end);
        waiting.erase(0, end + 1);
        if (!send(socket, answer_admin(request, projections_, actor), options_.patience)) return;
        continue;
      }
      if (waiting.size() > options_.request_bytes) {
        send(socket,
             admin::error_json(
                 {ErrorCode::too_large, "a request has at most " + std::to_string(options_.request_bytes) + " bytes"}),
             options_.patience);
        return;
      }
      if (!wait_for(socket, POLLIN, options_.idle)) return;
      char block[4096];
      const auto read = ::recv(socket, block, sizeof block, 0);
      if (read == 0 || (read < 0 && errno != EAGAIN && errno != EINTR)) return;
      if (read > 0) waiting.append(block, static_cast<std::size_t>(read));
    }
  }

  bool send(int socket, std::string line, Duration patience) {
    line += '\n';
    for (std::size_t sent = 0; sent < line.size();) {
      const auto written = ::send(socket, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
      if (written > 0) {
        sent += static_cast<std::size_t>(written);
      } else if (written < 0 && errno != EAGAIN && errno != EINTR) {
        return false;
      } else if (!wait_for(socket, POLLOUT, patience)) {
        return false;
      }
    }
    return true;
  }

  const std::filesystem::path path_;
  const Descriptor listener_;
  const Descriptor stop_;
  Projections& projections_;
  const Options options_;
  std::atomic<bool> stopping_ = false;
  std::list<Client> clients_;  ///< of the thread that accepts, and of stop() when that has ended
  std::thread thread_;
};

AdminSocket::AdminSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AdminSocket::~AdminSocket() { stop(); }
void AdminSocket::stop() { impl_->stop(); }

Result<std::unique_ptr<AdminSocket>> AdminSocket::start(const std::filesystem::path& path, Projections& projections,
                                                        Options options) {
  Descriptor stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop.valid()) return fail(ErrorCode::unavailable, "no descriptor to be had: " + system_words(errno));
  auto listener = listen_at(path);
  if (!listener) return unexpected(listener.error());
  auto impl = std::make_unique<Impl>(path, *std::move(listener), std::move(stop), projections, options);
  try {
    impl->start();
  } catch (const std::system_error& error) {
    ::unlink(path.c_str());
    return fail(ErrorCode::unavailable, std::string("no thread for the admin socket: ") + error.what());
  }
  return std::unique_ptr<AdminSocket>(new AdminSocket(std::move(impl)));
}

}  // namespace cqrs
