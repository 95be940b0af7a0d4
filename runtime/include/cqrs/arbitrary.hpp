#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <cqrs/collections.hpp>
#include <cqrs/date.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/id.hpp>
#include <cqrs/json.hpp>
#include <cqrs/time.hpp>
#include <cqrs/union.hpp>
#include <cqrs/uuid.hpp>

// Arbitrary values of generated types, for property tests. The same seed gives the same values on every machine.

namespace cqrs {

/// A source of arbitrary values, limits and other special ones among them more often than chance has it.
class Arbitrary {
 public:
  /// Texts and lists have at most about `size` elements.
  explicit Arbitrary(std::uint64_t seed, std::uint32_t size = 8) noexcept : state_(seed), size_(size) {}

  /// SplitMix64.
  std::uint64_t bits() noexcept {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  /// From 0 to `limit` - 1; 0 where that is 0.
  std::uint64_t below(std::uint64_t limit) noexcept { return limit == 0 ? 0 : bits() % limit; }

  /// From now on ids are one of so many: what is made finds others of the same id.
  void repeat_ids(std::uint64_t different) noexcept { different_ids_ = different; }

  template <class T>
  [[nodiscard]] T make();

 private:
  template <class T>
  [[nodiscard]] T repeated_id();
  template <class T>
  [[nodiscard]] T number();
  template <class T>
  [[nodiscard]] T floating();
  [[nodiscard]] Int128 units(int precision);
  [[nodiscard]] std::string text();
  template <class T>
  [[nodiscard]] T list();
  template <class T>
  [[nodiscard]] T set();
  template <class T>
  [[nodiscard]] T map();
  template <class X>
  [[nodiscard]] X record();
  template <class X, class... Types>
  [[nodiscard]] X alternative(AlternativeList<Types...>);

  std::uint64_t state_;
  std::uint32_t size_;
  std::uint32_t depth_ = 0;
  std::uint64_t different_ids_ = 0;  // 0: any number
};

namespace arbitrary_detail {

template <class X>
struct Filler {
  Arbitrary& from;
  X& x;

  template <class T>
  void operator()(const char*, T X::* member) {
    x.*member = from.make<T>();
  }
  template <class T>
  void operator()(const char* name, layout::Field, T X::* member) {
    (*this)(name, member);
  }
};

/// UTF-8 of a code point.
void append_code_point(std::string& out, std::uint32_t point);

}  // namespace arbitrary_detail

template <class T>
T Arbitrary::number() {
  switch (below(6)) {
    case 0: return std::numeric_limits<T>::min();
    case 1: return std::numeric_limits<T>::max();
    case 2: return static_cast<T>(below(3) - 1);
    default: return static_cast<T>(bits() >> below(64));
  }
}

template <class T>
T Arbitrary::floating() {
  using OfType = std::numeric_limits<T>;
  switch (below(8)) {
    case 0: return OfType::quiet_NaN();
    case 1: return OfType::infinity();
    case 2: return -OfType::infinity();
    case 3: return T{-0.0F};
    case 4: return OfType::denorm_min();
    case 5: return static_cast<T>(static_cast<std::int64_t>(bits()));
    default:
      return std::bit_cast<T>(static_cast<std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>(bits()));
  }
}

inline Int128 Arbitrary::units(int precision) {
  const Int128 limit = int128::power_of_ten(precision);
  switch (below(5)) {
    case 0: return limit - 1;
    case 1: return 1 - limit;
    case 2: return static_cast<Int128>(below(3)) - 1;
    default: {
      const auto wide = static_cast<UInt128>(bits()) << 64U | bits();
      return static_cast<Int128>(wide >> 1U) % limit * (below(2) == 0 ? 1 : -1);
    }
  }
}

inline std::string Arbitrary::text() {
  std::string out;
  const std::uint64_t kind = below(4);
  const std::uint64_t size = below(std::uint64_t{size_} * 2 + 1);
  for (std::uint64_t i = 0; i < size; ++i) {
    if (kind != 0) {
      out += static_cast<char>(below(128));
      continue;
    }
    auto point = static_cast<std::uint32_t>(below(std::uint64_t{1} << (7 + below(15))) % 0x110000);
    if (point >= 0xd800 && point < 0xe000) point -= 0x800;
    arbitrary_detail::append_code_point(out, point);
  }
  return out;
}

template <class T>
T Arbitrary::list() {
  T out;
  // What is nested deeper is shorter, so that the whole stays small.
  const std::uint64_t size = below((size_ >> depth_) + 2);
  ++depth_;
  for (std::uint64_t i = 0; i < size; ++i) out.push_back(make<typename T::value_type>());
  --depth_;
  return out;
}

template <class T>
T Arbitrary::set() {
  const auto elements = list<std::vector<typename T::value_type>>();
  return T(elements.begin(), elements.end());
}

template <class T>
T Arbitrary::map() {
  T out;
  const auto keys = list<std::vector<typename T::key_type>>();
  ++depth_;
  for (const auto& key : keys) out.emplace(key, make<typename T::mapped_type>());
  --depth_;
  return out;
}

template <class X>
X Arbitrary::record() {
  X x{};
  arbitrary_detail::Filler<X> filler{*this, x};
  fields(filler, Type<X>{});
  return x;
}

template <class X, class... Types>
X Arbitrary::alternative(AlternativeList<Types...>) {
  using Make = X (*)(Arbitrary&);
  constexpr Make kMakers[] = {[](Arbitrary& from) -> X { return from.record<Types>(); }...};
  ++depth_;
  X made = kMakers[below(sizeof...(Types))](*this);
  --depth_;
  return made;
}

template <class T>
T Arbitrary::repeated_id() {
  Arbitrary one_of_them(below(different_ids_), size_);
  return T(one_of_them.make<typename T::Value>());
}

template <class T>
T Arbitrary::make() {
  if constexpr (std::same_as<T, bool>) {
    return below(2) == 1;
  } else if constexpr (Integer<T>) {
    return number<T>();
  } else if constexpr (std::floating_point<T>) {
    return floating<T>();
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<T>(below(2) == 0 ? below(5) : number<std::uint16_t>());
  } else if constexpr (kIsDecimal<T>) {
    return T::from_units(units(T::kPrecision));
  } else if constexpr (std::same_as<T, Uuid>) {
    Uuid uuid;
    for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(below(4) == 0 ? 0 : bits());
    return uuid;
  } else if constexpr (std::same_as<T, Instant>) {
    return Instant{number<std::int64_t>()};
  } else if constexpr (std::same_as<T, Duration>) {
    return Duration{number<std::int64_t>()};
  } else if constexpr (std::same_as<T, Date>) {
    return Date{Date::kFirst + static_cast<std::int32_t>(below(Date::kLast - Date::kFirst + 1))};
  } else if constexpr (StrongId<T>) {
    return different_ids_ == 0 ? T(make<typename T::Value>()) : repeated_id<T>();
  } else if constexpr (std::same_as<T, std::string>) {
    return text();
  } else if constexpr (std::same_as<T, std::byte>) {
    return static_cast<std::byte>(bits());
  } else if constexpr (kIsOptional<T>) {
    return below(2) == 0 ? T{} : T(make<typename T::value_type>());
  } else if constexpr (kIsList<T> || std::same_as<T, Buffer>) {
    return list<T>();
  } else if constexpr (kIsSet<T>) {
    return set<T>();
  } else if constexpr (kIsMap<T>) {
    return map<T>();
  } else if constexpr (UnionType<T>) {
    return alternative<T>(typename T::Alternatives{});
  } else {
    return record<T>();
  }
}

}  // namespace cqrs
