#pragma once

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

  /// From now on values are mostly such as meet again: small numbers and those next to `numbers`, a few short texts and
  /// `texts`, few ids, days near each other around the turn of 2000.
  void everyday(std::span<const std::int64_t> numbers = {}, std::span<const std::string_view> texts = {}) {
    everyday_ = true;
    different_ids_ = 5;
    numbers_.assign(numbers.begin(), numbers.end());
    texts_.assign(texts.begin(), texts.end());
  }

  template <class T>
  [[nodiscard]] T make();

 private:
  /// Whether the next value is to be an everyday one.
  bool plain() noexcept { return everyday_ && below(16) != 0; }
  [[nodiscard]] std::int64_t everyday_number();
  [[nodiscard]] Instant instant();
  template <class T>
  [[nodiscard]] T repeated_id();
  template <class T>
  [[nodiscard]] T number();
  template <class T>
  [[nodiscard]] T floating();
  [[nodiscard]] Int128 units(int precision, int scale);
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
  static constexpr std::int64_t kLargestNumber = std::int64_t{1} << 62U;
  bool everyday_ = false;
  std::vector<std::int64_t> numbers_;
  std::vector<std::string> texts_;
};

namespace arbitrary_detail {

struct Filler {
  Arbitrary& from;

  template <class T>
  void operator()(const char*, layout::Field, T& field) {
    field = from.make<T>();
  }
};

/// UTF-8 of a code point.
void append_code_point(std::string& out, std::uint32_t point);

}  // namespace arbitrary_detail

inline std::int64_t Arbitrary::everyday_number() {
  const std::uint64_t pick = below(2) == 0 ? below(numbers_.size()) : numbers_.size();
  if (pick >= numbers_.size()) return static_cast<std::int64_t>(below(6));
  const std::int64_t near = numbers_[pick];
  return std::clamp<std::int64_t>(near, -kLargestNumber, kLargestNumber) + static_cast<std::int64_t>(below(3)) - 1;
}

template <class T>
T Arbitrary::number() {
  if (plain()) return static_cast<T>(everyday_number());
  switch (below(6)) {
    case 0: return std::numeric_limits<T>::min();
    case 1: return std::numeric_limits<T>::max();
    case 2: return static_cast<T>(below(3) - 1);
    default: return static_cast<T>(bits() >> below(64));
  }
}

template <class T>
T Arbitrary::floating() {
  if (plain()) return static_cast<T>(static_cast<double>(everyday_number()) / 2);
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

inline Int128 Arbitrary::units(int precision, int scale) {
  const Int128 limit = int128::power_of_ten(precision);
  // Whole ones, so that sums and products of them meet again too.
  if (plain()) return static_cast<Int128>(everyday_number()) * int128::power_of_ten(scale) % limit;
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
  if (plain() && !texts_.empty() && below(2) == 0) return texts_[below(texts_.size())];
  if (plain()) return std::string(1 + below(2), "ABab"[below(4)]);
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

inline Instant Arbitrary::instant() {
  constexpr std::int64_t kTurnOf2000 = 946'684'800;
  constexpr std::int64_t kHour = 3'600;
  constexpr std::int64_t kSecond = 1'000'000'000;
  if (!plain()) return Instant{number<std::int64_t>()};
  const auto hours = static_cast<std::int64_t>(below(1440)) - 720;
  return Instant{(kTurnOf2000 + hours * kHour) * kSecond};
}

template <class T>
T Arbitrary::list() {
  T out;
  // What is nested deeper is shorter, so that the whole stays small.
  const std::uint64_t size = below(plain() ? 3 : (size_ >> depth_) + 2);
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
  arbitrary_detail::Filler filler{*this};
  X::View::fields(filler, x);
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
  if (everyday_) one_of_them.everyday(numbers_, std::vector<std::string_view>(texts_.begin(), texts_.end()));
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
    return static_cast<T>(plain() || below(2) == 0 ? below(5) : number<std::uint16_t>());
  } else if constexpr (kIsDecimal<T>) {
    return T::from_units(units(T::kPrecision, T::kScale));
  } else if constexpr (std::same_as<T, Uuid>) {
    Uuid uuid;
    for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(below(4) == 0 ? 0 : bits());
    return uuid;
  } else if constexpr (std::same_as<T, Instant>) {
    return instant();
  } else if constexpr (std::same_as<T, Duration>) {
    return Duration{plain() ? static_cast<std::int64_t>(below(96)) * 3'600'000'000'000 : number<std::int64_t>()};
  } else if constexpr (std::same_as<T, Date>) {
    if (plain()) return Date{10'957 - 30 + static_cast<std::int32_t>(below(61))};  // days since 1970
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
