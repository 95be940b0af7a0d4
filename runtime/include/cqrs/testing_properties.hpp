#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include <cqrs/aggregate.hpp>
#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>
#include <cqrs/text.hpp>

// Properties that hold for every domain; generated tests ask for them by type. Needs the views of what is tested.

namespace cqrs::testing {

/// Values of a type, from a seed: the same on every machine. Leans towards edges: empty, least, greatest, unknown.
class Arbitrary {
 public:
  explicit Arbitrary(std::uint64_t seed) noexcept : state_(seed) {}

  /// SplitMix64.
  std::uint64_t next() noexcept {
    std::uint64_t mixed = (state_ += 0x9E3779B97F4A7C15ULL);
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
  }
  std::uint64_t below(std::uint64_t limit) noexcept { return next() % limit; }

  template <class T>
  [[nodiscard]] T make();

 private:
  template <class T>
  T integer() noexcept {
    switch (below(4)) {
      case 0: return static_cast<T>(below(3));
      case 1: return std::numeric_limits<T>::max();
      case 2: return std::numeric_limits<T>::min();
      default: return static_cast<T>(next());
    }
  }
  template <class T>
  T decimal() {
    const auto limit = static_cast<Int128>(T::kLimit) - 1;
    if (below(4) == 0) return T::from_units(below(2) == 0 ? limit : -limit);
    const Int128 wide = (static_cast<Int128>(next() >> 1U) << 63U) | static_cast<Int128>(next() >> 1U);
    return T::from_units(below(2) == 0 ? wide % (limit + 1) : -(wide % (limit + 1)));
  }
  std::string text();

  std::uint64_t state_;
};

/// What every stored layout promises: a value survives being written and read, in bytes and in JSON; it has one encoding;
/// cut short it is refused; and changed bytes are refused or are another value's one encoding.
template <layout::Record X>
void check_layout();

/// Folding the same events gives the same state, and a copy of a state goes on as the original does.
template <class Aggregate, class... Events>
void check_replay();

// ------------------------------------------------------------------------------------------------------------------------

namespace detail {

template <class X>
struct FieldFiller {
  Arbitrary& arbitrary;
  X& x;

  template <class T>
  void operator()(const char*, layout::Field, T X::*member) {
    x.*member = arbitrary.make<T>();
  }
};

}  // namespace detail

inline std::string Arbitrary::text() {
  static constexpr const char* kPieces[] = {"a", "Z", "0", " ", "\"", "\\", "\n", "{", "ß", "€", "世", "\xF0\x9F\x98\x80"};
  std::string out;
  for (std::uint64_t left = below(12); left > 0; --left) out += kPieces[below(std::size(kPieces))];
  return out;
}

template <class T>
T Arbitrary::make() {
  if constexpr (std::same_as<T, bool>) {
    return below(2) == 1;
  } else if constexpr (std::integral<T>) {
    return integer<T>();
  } else if constexpr (std::floating_point<T>) {
    return static_cast<T>(static_cast<std::int64_t>(next()) >> below(60)) / T{64};
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<T>(below(8) == 0 ? below(65'536) : below(6));
  } else if constexpr (std::same_as<T, std::string>) {
    return text();
  } else if constexpr (std::same_as<T, Buffer>) {
    Buffer bytes(below(12));
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(next());
    return bytes;
  } else if constexpr (std::same_as<T, Uuid>) {
    Uuid uuid;
    for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(next());
    return uuid;
  } else if constexpr (std::same_as<T, Instant>) {
    return Instant{static_cast<std::int64_t>(next())};
  } else if constexpr (std::same_as<T, Duration>) {
    return Duration{static_cast<std::int64_t>(next())};
  } else if constexpr (kIsDecimal<T>) {
    return decimal<T>();
  } else if constexpr (StrongId<T>) {
    return T(make<typename T::Value>());
  } else if constexpr (kIsOptional<T>) {
    return below(2) == 0 ? T() : T(make<typename T::value_type>());
  } else if constexpr (kIsList<T>) {
    T list;
    for (std::uint64_t left = below(4); left > 0; --left) list.push_back(make<typename T::value_type>());
    return list;
  } else {
    T record;
    detail::FieldFiller<T> filler{*this, record};
    fields(filler, Type<T>{});
    return record;
  }
}

namespace detail {

/// Whether the bytes are refused, or are the one encoding of what they are read as.
template <class X>
[[nodiscard]] bool refused_or_canonical(Bytes bytes) {
  const auto decoded = decode<X>(bytes);
  if (!decoded) return true;
  const auto again = encode(*decoded);
  return again && std::ranges::equal(*again, bytes);
}

template <class X>
void check_bytes(const X& value, Arbitrary& arbitrary) {
  auto bytes = encode(value);
  ASSERT_TRUE(bytes) << bytes.error();
  const auto decoded = decode<X>(*bytes);
  ASSERT_TRUE(decoded) << decoded.error();
  EXPECT_EQ(*decoded, value);
  for (std::size_t size = 0; size < bytes->size(); ++size) {
    EXPECT_FALSE(decode<X>(Bytes(*bytes).first(size))) << "cut to " << size << " of " << bytes->size() << " bytes";
  }
  for (std::size_t flips = bytes->empty() ? 0 : 16; flips > 0; --flips) {
    Buffer changed = *bytes;
    changed[arbitrary.below(changed.size())] ^= std::byte{1} << arbitrary.below(8);
    EXPECT_TRUE(refused_or_canonical<X>(changed));
  }
}

}  // namespace detail

template <layout::Record X>
void check_layout() {
  constexpr std::uint64_t kValues = 100;
  for (std::uint64_t seed = 0; seed < kValues && !::testing::Test::HasFailure(); ++seed) {
    Arbitrary arbitrary(seed);
    const X value = arbitrary.make<X>();
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + to_text(value));
    detail::check_bytes(value, arbitrary);
    const std::string json = to_json(value);
    const auto read = from_json<X>(json);
    ASSERT_TRUE(read) << read.error() << "\n" << json;
    EXPECT_EQ(*read, value) << json;
  }
}

namespace detail {

/// One event of a history: how it is folded, and its bytes.
struct StoredEvent {
  const EventLayout* layout = nullptr;
  Buffer body;
};

template <class Event>
StoredEvent stored(const AggregateDefinition& definition, Arbitrary& arbitrary) {
  const auto found = std::find_if(definition.events.begin(), definition.events.end(), [](const EventLayout& layout) {
    return layout.type == Event::kType && layout.version == Event::kVersion;
  });
  if (found == definition.events.end()) return {};
  return {&*found, encode(arbitrary.make<Event>()).value()};
}

/// False where a number left its range: the history cannot go on.
inline bool fold(const StoredEvent& event, void* state, Version version) {
  Meta meta{};
  meta.version = version;
  try {
    EXPECT_TRUE(event.layout->fold(state, event.body, meta));
    return true;
  } catch (const ArithmeticError&) {
    return false;
  }
}

}  // namespace detail

template <class Aggregate, class... Events>
void check_replay() {
  using State = typename Aggregate::State;
  using Make = detail::StoredEvent (*)(const AggregateDefinition&, Arbitrary&);
  static constexpr Make kMakers[] = {&detail::stored<Events>...};
  const AggregateDefinition& definition = Aggregate::definition();
  constexpr std::uint64_t kHistories = 50;
  for (std::uint64_t seed = 0; seed < kHistories && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Arbitrary arbitrary(seed);
    std::shared_ptr<void> live = definition.initial_state();
    const std::shared_ptr<void> replayed = definition.initial_state();
    for (Version version = 1; version <= 20; ++version) {
      const auto event = kMakers[arbitrary.below(std::size(kMakers))](definition, arbitrary);
      ASSERT_NE(event.layout, nullptr) << "an event of the aggregate is not in its definition";
      live = definition.copy_state(live.get());
      const bool went_on = detail::fold(event, live.get(), version);
      EXPECT_EQ(detail::fold(event, replayed.get(), version), went_on);
      if (!went_on) break;
      EXPECT_EQ(*static_cast<const State*>(live.get()), *static_cast<const State*>(replayed.get()));
    }
  }
}

}  // namespace cqrs::testing
