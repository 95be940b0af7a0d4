#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/time.hpp>

namespace cqrs {

/// Who sends a command. Whoever calls `execute` has established that.
struct Actor {
  std::optional<std::string> id;
  std::vector<std::string> roles;

  [[nodiscard]] bool has_role(std::string_view role) const noexcept {
    for (const auto& one : roles) {
      if (one == role) return true;
    }
    return false;
  }

  friend bool operator==(const Actor&, const Actor&) = default;
};

/// What a program lends to its extern commands, found by type. Not owned: a service outlives the application it was
/// given to, and is thread-safe.
class Services {
 public:
  template <class Service>
  Services& add(Service& service) {
    entries_.emplace_back(std::type_index(typeid(Service)), static_cast<void*>(std::addressof(service)));
    return *this;
  }

  /// Null if none was added. The latest one added wins.
  template <class Service>
  [[nodiscard]] Service* find() const noexcept {
    return static_cast<Service*>(find(std::type_index(typeid(Service))));
  }

 private:
  [[nodiscard]] void* find(std::type_index type) const noexcept;

  std::vector<std::pair<std::type_index, void*>> entries_;
};

/// What a decision may know beside state and command. Valid during the call it is passed to.
class Context {
 public:
  /// `stream`: the key of the aggregate's stream, which outlives the context.
  Context(Instant now, const Actor& actor, std::int64_t version, const Services& services, Bytes stream = {})
      : now_(now), actor_(&actor), version_(version), services_(&services), stream_(stream) {}

  /// The time of the decision; the events it comes to are recorded with exactly this time.
  [[nodiscard]] Instant now() const noexcept { return now_; }

  [[nodiscard]] const Actor& actor() const noexcept { return *actor_; }

  /// The version of the state that is decided upon: how many events the stream has.
  [[nodiscard]] std::int64_t version() const noexcept { return version_; }
  [[nodiscard]] bool exists() const noexcept { return version_ > 0; }

  /// The key of the aggregate's stream; id_of<…>() makes the typed id of it.
  [[nodiscard]] Bytes stream() const noexcept { return stream_; }

  /// Ends the command with an Error (handler_failed) that names the type if the program registered no such service.
  template <class Service>
  [[nodiscard]] Service& service() const {
    if (auto* found = services_->find<Service>()) return *found;
    missing_service(typeid(Service).name());
  }

 private:
  [[noreturn]] static void missing_service(const char* type);

  Instant now_;
  const Actor* actor_;
  std::int64_t version_;
  const Services* services_;
  Bytes stream_;
};

}  // namespace cqrs
