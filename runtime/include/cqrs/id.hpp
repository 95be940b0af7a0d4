#pragma once

#include <compare>
#include <concepts>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <cqrs/arithmetic.hpp>
#include <cqrs/uuid.hpp>

namespace cqrs {

class IdBase {};

/// What every strong identifier is made of: `struct AccountId : cqrs::Id<AccountId> { using Id::Id; };`. Identifiers of
/// different kinds do not convert, compare or assign. Base is Uuid, std::string or an integer type.
template <class Derived, class Base = Uuid>
class Id : public IdBase {
 public:
  using Value = Base;

  constexpr Id() = default;
  constexpr explicit Id(Base value) noexcept : value_(std::move(value)) {}

  /// A new UUIDv7.
  [[nodiscard]] static Derived make()
    requires std::same_as<Base, Uuid>
  {
    return Derived(Uuid::make());
  }
  [[nodiscard]] static Derived make(Clock& clock, Random& random)
    requires std::same_as<Base, Uuid>
  {
    return Derived(Uuid::make(clock, random));
  }

  /// The text form: that of the base. Text is taken as it is.
  [[nodiscard]] static Result<Derived> parse(std::string_view text);

  [[nodiscard]] constexpr const Base& value() const noexcept { return value_; }

  friend constexpr bool operator==(const Derived& a, const Derived& b) noexcept { return a.value() == b.value(); }
  friend constexpr std::strong_ordering operator<=>(const Derived& a, const Derived& b) noexcept {
    return a.value() <=> b.value();
  }

 private:
  Base value_{};
};

template <class T>
concept StrongId = std::derived_from<T, IdBase>;

namespace id {

Result<std::int64_t> parse_signed(std::string_view text, std::int64_t least, std::int64_t greatest);
Result<std::uint64_t> parse_unsigned(std::string_view text, std::uint64_t greatest);
std::ostream& print(std::ostream& out, const std::string& text);

}  // namespace id

template <class Derived, class Base>
Result<Derived> Id<Derived, Base>::parse(std::string_view text) {
  if constexpr (std::same_as<Base, Uuid>) {
    auto uuid = Uuid::parse(text);
    if (!uuid) return unexpected<Error>(std::move(uuid).error());
    return Derived(*uuid);
  } else if constexpr (std::same_as<Base, std::string>) {
    return Derived(std::string(text));
  } else if constexpr (std::is_signed_v<Base>) {
    auto number = id::parse_signed(text, std::numeric_limits<Base>::min(), std::numeric_limits<Base>::max());
    if (!number) return unexpected<Error>(std::move(number).error());
    return Derived(static_cast<Base>(*number));
  } else {
    auto number = id::parse_unsigned(text, std::numeric_limits<Base>::max());
    if (!number) return unexpected<Error>(std::move(number).error());
    return Derived(static_cast<Base>(*number));
  }
}

template <StrongId T>
[[nodiscard]] std::string to_string(const T& id) {
  if constexpr (std::same_as<typename T::Value, std::string>) {
    return id.value();
  } else {
    using std::to_string;
    return to_string(id.value());
  }
}

template <StrongId T>
std::ostream& operator<<(std::ostream& out, const T& id) {
  return id::print(out, to_string(id));
}

}  // namespace cqrs

template <cqrs::StrongId T>
struct std::hash<T> {
  std::size_t operator()(const T& id) const noexcept { return std::hash<typename T::Value>{}(id.value()); }
};
