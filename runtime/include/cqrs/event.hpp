#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <cqrs/bytes.hpp>
#include <cqrs/hash.hpp>
#include <cqrs/position.hpp>
#include <cqrs/time.hpp>
#include <cqrs/uuid.hpp>

// What goes into a store and what comes out of it. Types named …Ref and everything else with views in it own nothing.

namespace cqrs {

/// The place of an event in its stream: 1 is the first; 0 stands for "no events".
using Version = std::int64_t;

/// Names a stream without owning the name. Two streams are the same when all three parts are.
struct StreamRef {
  std::string_view tenant = {};    ///< empty where there are no tenants
  std::string_view category = {};  ///< the aggregate, such as "bank.Account"
  Bytes key = {};                  ///< the encoded id, opaque to the store, compared as bytes
};

[[nodiscard]] bool operator==(const StreamRef& a, const StreamRef& b) noexcept;
[[nodiscard]] std::strong_ordering operator<=>(const StreamRef& a, const StreamRef& b) noexcept;

/// For messages: "bank.Account/6f1c0000-0000-7000-8000-000000000001", "tenant:bank.Account/…". Keys of 16 bytes are
/// shown as UUIDs, printable ones as text, others as hexadecimal digits.
[[nodiscard]] std::string to_string(const StreamRef& stream);

/// Names a stream and owns the name.
struct StreamId {
  std::string tenant;
  std::string category;
  Buffer key;

  StreamId() = default;
  StreamId(std::string tenant_name, std::string category_name, Buffer key_bytes)
      : tenant(std::move(tenant_name)), category(std::move(category_name)), key(std::move(key_bytes)) {}
  explicit StreamId(const StreamRef& ref) : tenant(ref.tenant), category(ref.category), key(to_buffer(ref.key)) {}

  [[nodiscard]] StreamRef ref() const noexcept { return {tenant, category, key}; }
  operator StreamRef() const noexcept { return ref(); }  // NOLINT(google-explicit-constructor)
};

/// What must be true of a stream at the moment of the append.
struct ExpectedVersion {
  enum class Kind : std::uint8_t { any, none, exists, exact };
  Kind kind = Kind::any;
  Version version = 0;

  static constexpr ExpectedVersion any() noexcept { return {Kind::any, 0}; }
  static constexpr ExpectedVersion none() noexcept { return {Kind::none, 0}; }
  static constexpr ExpectedVersion exists() noexcept { return {Kind::exists, 0}; }
  /// The last event has this version; exact(0) is none().
  static constexpr ExpectedVersion exact(Version version) noexcept {
    return version == 0 ? none() : ExpectedVersion{Kind::exact, version};
  }
  [[nodiscard]] constexpr bool admits(Version head) const noexcept {
    return kind == Kind::any || (kind == Kind::none && head == 0) || (kind == Kind::exists && head > 0) ||
           (kind == Kind::exact && head == version);
  }
};

/// An event to be stored.
struct NewEvent {
  std::string_view type = {};        ///< such as "bank.Account.MoneyDeposited"
  std::uint32_t layout_version = 1;  ///< which version of the type `body` is laid out as
  Bytes body = {};
  std::span<const std::string_view> tags = {};  ///< such as "account:6f1c…"; no duplicates
};

/// What the events of one commit share.
struct CommitMetadata {
  /// Names the commit: the command that decided it. Event ids are derived from it.
  Uuid command_id = {};
  /// The event that made somebody (a process) send the command.
  std::optional<Uuid> causation = {};
  /// The first command of the conversation; nil: this one, and so it is stored.
  Uuid correlation = {};
  /// Who; empty: nobody in particular.
  std::string_view actor = {};
  /// When it was decided, by the application's clock. Data: no order depends on it.
  Instant recorded = {};
  /// W3C traceparent, or empty.
  std::string_view trace = {};
  /// Whatever else the application attaches: the text of a JSON object, or empty. Opaque to the store.
  std::string_view open = {};
};

/// An event as stored. Everything it refers to is valid only during the call of the visitor that receives it.
struct RecordedEvent {
  StreamRef stream = {};
  Version version = 0;
  Position position = {};
  std::string_view type = {};
  std::uint32_t layout_version = 1;
  /// A small number for this type in this layout, the same in all events that come from this object of Store. 0: none.
  std::uint32_t type_number = 0;
  Uuid id = {};  ///< event_id(commit.command_id, its index in the commit)
  Bytes body = {};
  std::span<const std::string_view> tags = {};
  const CommitMetadata* commit = nullptr;  ///< never null
};

/// The id of the event at `index` (from 0) in the commit named `command_id`: a UUIDv8 with the time of the commit's id
/// and a hash. Stored ids are never different from this; it never changes.
[[nodiscard]] Uuid event_id(const Uuid& command_id, std::uint32_t index) noexcept;

}  // namespace cqrs
