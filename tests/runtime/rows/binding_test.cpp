#include <limits>

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <cqrs/arbitrary.hpp>

#include "../codec/everything_views.hpp"
#include "accounts.hpp"

namespace {

using accounts::Database;
using cqrs::ColumnKind;
using cqrs::record::Kind;

/// Every kind of column, of values of every kind of field.
struct Kept {
  struct Key {
    everything::Key id;
    everything::Code code;
    everything::Number number;
    friend bool operator==(const Key&, const Key&) = default;
  };
  static constexpr std::string_view kName = "test.Kept";
  static const cqrs::ProjectionDefinition& definition();

  everything::Key id;
  everything::Code code;
  everything::Number number;
  everything::Scalars scalars;
  everything::Nested nested;
  everything::Optionals optionals;
  everything::Times times;
  everything::Lists lists;
  everything::Choices choices;
  std::optional<double> maybe_real;
  std::optional<float> maybe_float;
  std::optional<std::uint64_t> maybe_unsigned;
  std::optional<cqrs::Decimal<38, 10>> maybe_large;
};

ColumnKind kind_of(const cqrs::record::TypeInfo& type) {
  switch (type.kind) {
    case Kind::boolean: return ColumnKind::boolean;
    case Kind::uint64: return ColumnKind::unsigned64;
    case Kind::float32:
    case Kind::float64: return ColumnKind::real;
    case Kind::decimal: return type.precision > 18 ? ColumnKind::decimal128 : ColumnKind::decimal;
    case Kind::uuid: return ColumnKind::uuid;
    case Kind::text: return ColumnKind::text;
    case Kind::bytes: return ColumnKind::bytes;
    case Kind::optional: return type.inner->kind <= Kind::bytes ? kind_of(*type.inner) : ColumnKind::json;
    default: return type.kind <= Kind::enumeration ? ColumnKind::integer : ColumnKind::json;
  }
}

template <class T>
void add_columns(std::vector<cqrs::Column>& columns) {
  if constexpr (cqrs::binding::Flattened<T>) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (add_columns<boost::pfr::tuple_element_t<I, T>>(columns), ...);
    }(std::make_index_sequence<boost::pfr::tuple_size_v<T>>{});
  } else {
    static std::deque<std::string> names;
    names.push_back("c" + std::to_string(columns.size()));
    columns.push_back({.name = names.back(),
                       .kind = kind_of(cqrs::record::kTypeInfo<T>),
                       .optional = cqrs::kIsOptional<T>,
                       .scale = cqrs::record::kTypeInfo<T>.scale});
  }
}

const cqrs::ProjectionDefinition& Kept::definition() {
  static const auto kColumns = [] {
    std::vector<cqrs::Column> columns;
    add_columns<Kept>(columns);
    return columns;
  }();
  static const cqrs::TableDefinition kTable{"Kept", kColumns, 3, {}};
  static const cqrs::ProjectionDefinition kDefinition{.name = kName, .table = &kTable};
  return kDefinition;
}

/// NaN is not equal to itself; as text it is.
std::string text_of(const Kept& row) { return cqrs::binding::key_text(row); }

Kept arbitrary_row(cqrs::Arbitrary& arbitrary) {
  Kept row;
  boost::pfr::for_each_field(row, [&]<class Field>(Field& field) { field = arbitrary.make<Field>(); });
  // A column of numbers knows one zero.
  if (row.scalars.f32 == 0) row.scalars.f32 = 0;
  if (row.scalars.f64 == 0) row.scalars.f64 = 0;
  if (row.maybe_real == 0.0) row.maybe_real = 0;
  if (row.maybe_float == 0.0F) row.maybe_float = 0;
  return row;
}

template <class Do>
void with_row(cqrs::Rows<Kept>& rows, const Kept& row, Do&& change) {
  rows.create({row.id, row.code, row.number}, [&](Kept& kept) {
    change(kept);
    return true;
  });
}

void store(Database& database, const Kept& row) {
  cqrs::Rows<Kept> writing(database.table());
  batch(database, writing, [&] { with_row(writing, row, [&](Kept& kept) { kept = row; }); });
}

std::string loaded(Database& database, const Kept& row) {
  std::string text;
  cqrs::Rows<Kept> reading(database.table());
  batch(database, reading, [&] {
    const Kept* const found = reading.find({row.id, row.code, row.number});
    text = found == nullptr ? "nothing" : text_of(*found);
  });
  return text;
}

TEST(Binding, GivesBackWhatItTook) {
  Database database{Kept::definition()};
  EXPECT_TRUE(rc::check([&](std::uint64_t seed) {
    cqrs::Arbitrary arbitrary(seed, *rc::gen::inRange<std::uint32_t>(0, 4));
    const Kept row = arbitrary_row(arbitrary);
    store(database, row);
    RC_ASSERT(loaded(database, row) == text_of(row));
    Kept other = arbitrary_row(arbitrary);
    other.id = row.id;
    other.code = row.code;
    other.number = row.number;
    store(database, other);
    RC_ASSERT(loaded(database, other) == text_of(other));
  }));
}

TEST(Binding, KeepsExtremes) {
  Database database{Kept::definition()};
  Kept row;
  row.code = everything::Code("");
  row.number = everything::Number(std::numeric_limits<std::int32_t>::min());
  row.scalars.u64 = std::numeric_limits<std::uint64_t>::max();
  row.scalars.i64 = std::numeric_limits<std::int64_t>::min();
  row.scalars.f64 = std::numeric_limits<double>::quiet_NaN();
  row.scalars.f32 = -std::numeric_limits<float>::infinity();
  row.scalars.large = cqrs::Decimal<38, 10>::from_units(-cqrs::int128::kLimit + 1);
  row.scalars.money = cqrs::Decimal<18, 2>::from_units(999'999'999'999'999'999);
  row.scalars.color = static_cast<everything::Color>(65'535);
  row.nested.before = std::string("zero \0 inside", 13);
  row.maybe_real = std::numeric_limits<double>::quiet_NaN();
  row.maybe_float = 0.0F;
  row.maybe_unsigned = 0;
  row.maybe_large = cqrs::Decimal<38, 10>::from_units(cqrs::int128::kLimit - 1);
  row.optionals.text = "";
  row.optionals.blob = cqrs::Buffer{};
  row.optionals.flag = false;
  store(database, row);
  EXPECT_EQ(loaded(database, row), text_of(row));
  row.maybe_real.reset();
  row.maybe_float = std::numeric_limits<float>::quiet_NaN();
  row.optionals = {};
  store(database, row);
  EXPECT_EQ(loaded(database, row), text_of(row));
}

template <class T>
std::string stored_order(const std::vector<T>& ascending) {
  std::string order;
  auto store = cqrs::rows::open_memory().value();
  accounts::write(*store, [&](cqrs::sql::Connection& connection) {
    connection.execute("CREATE TABLE t (x ANY, n INTEGER) STRICT").value();
    for (std::size_t i = ascending.size(); i-- > 0;) {
      auto* const insert = connection.prepare("INSERT INTO t VALUES (?1, ?2)").value();
      cqrs::binding::Binder(*insert).add(ascending[i]);
      insert->bind(2, static_cast<std::int64_t>(i));
      (void)insert->step().value();
      insert->reset();
    }
    auto* const select = connection.prepare("SELECT n FROM t ORDER BY x").value();
    while (select->step().value()) order += std::to_string(select->integer(0));
  });
  return order;
}

TEST(Binding, StoredValuesAreOrderedAsTheNumbersAre) {
  using Large = cqrs::Decimal<38, 0>;
  EXPECT_EQ(stored_order<std::uint64_t>({0, 1, 1ULL << 62U, 1ULL << 63U, ~0ULL}), "01234");
  EXPECT_EQ(stored_order<Large>({Large::from_units(-cqrs::int128::kLimit + 1), Large(-256), Large(-255), Large(-1),
                                 Large(0), Large(255), Large(256), Large::from_units(cqrs::int128::kLimit - 1)}),
            "01234567");
  EXPECT_EQ(stored_order<std::optional<double>>({std::nullopt, -1.5, 0.0, 7.25}), "0123");
}

TEST(Binding, SequencesAreJsonArrays) {
  struct Day {
    cqrs::Date day;
    everything::Color color{};
    std::uint64_t number = 0;
    bool flag = false;
  };
  EXPECT_EQ(cqrs::binding::key_text(Day{cqrs::Date{0}, everything::Color::red, 18'446'744'073'709'551'615U, true}),
            "[\"1970-01-01\",\"red\",18446744073709551615,true]");
}

TEST(Binding, KeysAreOrderedAsTheTableIs) {
  using accounts::account;
  using cqrs::binding::compare;
  EXPECT_TRUE(compare(accounts::AccountKey{account(1)}, accounts::AccountKey{account(256)}) < 0);
  EXPECT_TRUE(compare(std::string("a"), std::string("\xc3\xa4")) < 0);
  struct Pair {
    std::string first;
    std::int32_t second = 0;
  };
  EXPECT_TRUE(compare(Pair{"a", 2}, Pair{"b", 1}) < 0);
  EXPECT_TRUE(compare(Pair{"b", -2}, Pair{"b", 1}) < 0);
  EXPECT_TRUE(compare(Pair{"b", 1}, Pair{"b", 1}) == 0);
}

}  // namespace
