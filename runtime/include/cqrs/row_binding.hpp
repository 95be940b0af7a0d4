#pragma once

#include <bit>
#include <cmath>
#include <compare>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/pfr.hpp>

#include <cqrs/bytes.hpp>
#include <cqrs/date.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/hash.hpp>
#include <cqrs/id.hpp>
#include <cqrs/json.hpp>
#include <cqrs/record.hpp>
#include <cqrs/sql.hpp>
#include <cqrs/time.hpp>
#include <cqrs/uuid.hpp>

// Plain structs as columns and back, by Boost.PFR: the fields of a struct in the order declared, those of a value in
// the place of it. The forms are those of ColumnKind in cqrs/projection.hpp. Included by generated .cpp files only.

namespace cqrs::binding {

using record::Kind;

template <class T>
inline constexpr Kind kKind = record::kTypeInfo<T>.kind;

/// A value: its fields are columns of their own.
template <class T>
concept Flattened = kKind<T> == Kind::record;

/// One column of a simple form.
template <class T>
concept Simple = kKind<T> <= Kind::bytes;

/// One column: NULL, or a simple form.
template <class T>
concept OptionalSimple = kIsOptional<T> && Simple<typename T::value_type>;

/// How many columns a T takes.
template <class T>
constexpr int columns_of() {
  if constexpr (Flattened<T>) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (0 + ... + columns_of<boost::pfr::tuple_element_t<I, T>>());
    }(std::make_index_sequence<boost::pfr::tuple_size_v<T>>{});
  } else {
    return 1;
  }
}

/// 16 bytes that are ordered as the numbers are.
struct DecimalBytes {
  std::byte bytes[16];

  static DecimalBytes of(Int128 units) noexcept {
    DecimalBytes result;
    auto rest = static_cast<UInt128>(units) ^ (UInt128{1} << 127U);
    for (int i = 15; i >= 0; --i, rest >>= 8U) result.bytes[i] = static_cast<std::byte>(rest & 0xFFU);
    return result;
  }
  static Int128 from(Bytes bytes) noexcept {
    UInt128 units = 0;
    for (const auto byte : bytes) units = (units << 8U) | std::to_integer<unsigned>(byte);
    return static_cast<Int128>(units ^ (UInt128{1} << 127U));
  }
};

/// Text for the one number that SQLite cannot store beside NULL.
inline constexpr std::string_view kNaN = "NaN";

// ---- To the database ----

/// Binds parameters one after another. Text and bytes of `value` are only referred to.
class Binder {
 public:
  explicit Binder(sql::Statement& statement, int first = 1) : statement_(statement), at_(first) {}

  template <class T>
  void add(const T& value) {
    if constexpr (Flattened<T>) {
      boost::pfr::for_each_field(value, [&](const auto& field) { this->add(field); });
    } else if constexpr (Simple<T>) {
      simple(value, false);
    } else if constexpr (OptionalSimple<T>) {
      if (value) {
        simple(*value, true);
      } else {
        statement_.bind_null(at_++);
      }
    } else if constexpr (kIsOptional<T>) {
      if (value) {
        json(record::kTypeInfo<typename T::value_type>, &*value);
      } else {
        statement_.bind_null(at_++);
      }
    } else {
      json(record::kTypeInfo<T>, &value);
    }
  }

 private:
  template <class T>
  void simple(const T& value, bool optional) {
    if constexpr (StrongId<T>) {
      simple(value.value(), optional);
    } else if constexpr (std::same_as<T, std::uint64_t>) {
      statement_.bind(at_++, static_cast<std::int64_t>(value ^ (std::uint64_t{1} << 63U)));
    } else if constexpr (std::integral<T>) {
      statement_.bind(at_++, static_cast<std::int64_t>(value));
    } else if constexpr (std::floating_point<T>) {
      real(value, optional);
    } else if constexpr (kIsDecimal<T>) {
      if constexpr (std::same_as<typename T::Rep, std::int64_t>) {
        statement_.bind(at_++, value.units());
      } else {
        const auto form = DecimalBytes::of(value.units());
        statement_.bind_copy(at_++, Bytes(form.bytes));
      }
    } else if constexpr (std::same_as<T, Uuid>) {
      statement_.bind(at_++, std::as_bytes(std::span(value.bytes)));
    } else if constexpr (std::same_as<T, Instant>) {
      statement_.bind(at_++, value.nanoseconds);
    } else if constexpr (std::same_as<T, Duration>) {
      statement_.bind(at_++, std::int64_t{value.count()});
    } else if constexpr (std::same_as<T, Date>) {
      statement_.bind(at_++, std::int64_t{value.days});
    } else if constexpr (std::is_enum_v<T>) {
      statement_.bind(at_++, static_cast<std::int64_t>(value));
    } else if constexpr (std::same_as<T, std::string>) {
      statement_.bind(at_++, std::string_view(value));
    } else {
      static_assert(std::same_as<T, Buffer>);
      statement_.bind(at_++, Bytes(value));
    }
  }
  void real(double value, bool optional) {
    if (!std::isnan(value)) {
      statement_.bind(at_++, value);
    } else if (optional) {
      statement_.bind(at_++, kNaN);
    } else {
      statement_.bind_null(at_++);
    }
  }
  void json(const record::TypeInfo& type, const void* value) {
    std::string text;
    JsonWriter writer(text);
    json::write_value(writer, type, value);
    statement_.bind_copy(at_++, std::string_view(text));
  }

  sql::Statement& statement_;
  int at_;
};

// ---- From the database ----

/// Reads columns one after another. What is in a column that no Binder has put there is noted, and all that follows
/// left as it is.
class Columns {
 public:
  explicit Columns(sql::Statement& statement, int first = 0) : statement_(statement), at_(first) {}

  template <class T>
  void read(T& value) {
    if (problem_) return;
    if constexpr (Flattened<T>) {
      boost::pfr::for_each_field(value, [&](auto& field) { this->read(field); });
    } else if constexpr (Simple<T>) {
      simple(value, false);
      ++at_;
    } else if constexpr (kIsOptional<T>) {
      value.reset();
      if (statement_.is_null(at_)) {
        ++at_;
      } else if constexpr (OptionalSimple<T>) {
        simple(value.emplace(), true);
        ++at_;
      } else {
        json(record::kTypeInfo<typename T::value_type>, &value.emplace());
      }
    } else {
      json(record::kTypeInfo<T>, &value);
    }
  }

  /// The number of the column that went wrong, and how.
  [[nodiscard]] Result<void> result() const {
    if (!problem_) return {};
    return fail(ErrorCode::corruption, "column " + std::to_string(at_ + 1) + " of a row holds " + *problem_ +
                                           "; somebody else has written the table: rebuild the projection");
  }

 private:
  template <class T>
  void simple(T& value, bool optional) {
    if constexpr (StrongId<T>) {
      typename T::Value base{};
      simple(base, optional);
      value = T(std::move(base));
    } else if constexpr (std::same_as<T, std::uint64_t>) {
      value = static_cast<std::uint64_t>(statement_.integer(at_)) ^ (std::uint64_t{1} << 63U);
    } else if constexpr (std::same_as<T, bool>) {
      value = statement_.integer(at_) != 0;
    } else if constexpr (std::integral<T>) {
      integer(value);
    } else if constexpr (std::floating_point<T>) {
      value = static_cast<T>(real(optional));
    } else if constexpr (kIsDecimal<T>) {
      decimal(value);
    } else if constexpr (std::same_as<T, Uuid>) {
      const Bytes bytes = statement_.bytes(at_);
      if (bytes.size() != value.bytes.size()) return wrong("no uuid");
      std::memcpy(value.bytes.data(), bytes.data(), bytes.size());
    } else if constexpr (std::same_as<T, Instant>) {
      value.nanoseconds = statement_.integer(at_);
    } else if constexpr (std::same_as<T, Duration>) {
      value = Duration(statement_.integer(at_));
    } else if constexpr (std::same_as<T, Date>) {
      integer(value.days);
      if (!value.is_valid()) wrong("no date");
    } else if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> number{};
      integer(number);
      value = static_cast<T>(number);
    } else if constexpr (std::same_as<T, std::string>) {
      value = statement_.text(at_);
    } else {
      static_assert(std::same_as<T, Buffer>);
      value = to_buffer(statement_.bytes(at_));
    }
  }
  template <class T>
  void integer(T& value) {
    const std::int64_t stored = statement_.integer(at_);
    value = static_cast<T>(stored);
    if (value != stored) wrong("the number " + std::to_string(stored) + ", which is out of range");
  }
  [[nodiscard]] double real(bool optional) {
    if (statement_.is_null(at_)) return std::numeric_limits<double>::quiet_NaN();
    const double stored = statement_.real(at_);
    if (optional && stored == 0 && statement_.text(at_) == kNaN) return std::numeric_limits<double>::quiet_NaN();
    return stored;
  }
  template <class T>
  void decimal(T& value) {
    Int128 units = 0;
    if constexpr (std::same_as<typename T::Rep, std::int64_t>) {
      units = statement_.integer(at_);
    } else {
      const Bytes bytes = statement_.bytes(at_);
      if (bytes.size() != sizeof(DecimalBytes)) return wrong("no decimal");
      units = DecimalBytes::from(bytes);
    }
    if (!T::fits(units)) return wrong("a decimal with too many digits");
    value = T::from_checked_units(static_cast<typename T::Rep>(units));
  }
  void json(const record::TypeInfo& type, void* value) {
    JsonReader reader(statement_.text(at_));
    if (!json::read_value(reader, type, value) || !reader.at_end()) {
      return wrong("JSON that is not of its type (" + reader.error().text + ")");
    }
    ++at_;
  }
  void wrong(std::string problem) {
    if (!problem_) problem_ = std::move(problem);
  }

  sql::Statement& statement_;
  int at_;
  std::optional<std::string> problem_;
};

// ---- Keys ----

/// Decides which worker has the row: stable, for workers keep checkpoints of their shares. XXH3 of one column after
/// another, each with the hash so far as its seed; numbers as 8 bytes (decimals: 16), little-endian.
class KeyHash {
 public:
  template <class T>
  void add(const T& value) {
    if constexpr (Flattened<T>) {
      boost::pfr::for_each_field(value, [&](const auto& field) { this->add(field); });
    } else if constexpr (StrongId<T>) {
      add(value.value());
    } else if constexpr (std::same_as<T, Uuid>) {
      add_bytes(std::as_bytes(std::span(value.bytes)));
    } else if constexpr (std::same_as<T, std::string>) {
      add_bytes(as_bytes(value));
    } else if constexpr (std::same_as<T, Buffer>) {
      add_bytes(value);
    } else if constexpr (kIsDecimal<T>) {
      add_number(Int128{value.units()});
    } else if constexpr (std::same_as<T, Instant>) {
      add_number(value.nanoseconds);
    } else if constexpr (std::same_as<T, Duration>) {
      add_number(std::int64_t{value.count()});
    } else if constexpr (std::same_as<T, Date>) {
      add_number(std::int64_t{value.days});
    } else if constexpr (std::same_as<T, std::uint64_t>) {
      add_number(value);
    } else {
      static_assert(std::integral<T> || std::is_enum_v<T>, "no key of a projection");
      add_number(static_cast<std::int64_t>(value));
    }
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return hash_; }

 private:
  template <class Number>
  void add_number(Number value) {
    static_assert(std::endian::native == std::endian::little);
    add_bytes(std::as_bytes(std::span(&value, 1)));
  }
  void add_bytes(Bytes bytes) { hash_ = hash64(bytes, hash_); }

  std::uint64_t hash_ = 0;
};

/// Whether a row with the key `a` stands before one with `b` in the table.
template <class T>
[[nodiscard]] std::weak_ordering compare(const T& a, const T& b) {
  if constexpr (Flattened<T>) {
    std::weak_ordering order = std::weak_ordering::equivalent;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (void)(((order = compare(boost::pfr::get<I>(a), boost::pfr::get<I>(b))) == 0) && ...);
    }(std::make_index_sequence<boost::pfr::tuple_size_v<T>>{});
    return order;
  } else {
    return a < b ? std::weak_ordering::less : b < a ? std::weak_ordering::greater : std::weak_ordering::equivalent;
  }
}

/// The JSON array of a key's fields: how dead letters name its sequence.
template <class Key>
[[nodiscard]] std::string key_text(const Key& key) {
  std::string text;
  JsonWriter writer(text);
  writer.open('[');
  boost::pfr::for_each_field(key, [&]<class Field>(const Field& field) {
    json::write_value(writer, record::kTypeInfo<Field>, &field);
    writer.comma();
  });
  writer.close(']');
  return text;
}

}  // namespace cqrs::binding
