#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "accounts.hpp"
#include "projection/query.hpp"
#include "projection/table.hpp"

// Random tables, conditions and orders, read page by page, beside a reference that sorts a vector.

namespace {

using cqrs::ColumnKind;
using cqrs::StrongId;

struct ItemKey {
  std::int64_t id = 0;
  friend bool operator==(const ItemKey&, const ItemKey&) = default;
};

struct Item {
  using Key = ItemKey;
  static constexpr std::string_view kName = "test.Item";
  static const cqrs::ProjectionDefinition& definition();

  std::int64_t id = 0;
  std::int32_t grade = 0;
  std::optional<std::int32_t> rank;
  std::string name;
  std::optional<std::string> note;
  cqrs::Decimal<38, 2> price;
  double score = 0;
  std::uint64_t size = 0;
};

const cqrs::ProjectionDefinition& Item::definition() {
  static constexpr cqrs::Column kColumns[] = {
      {"id", ColumnKind::integer}, {"grade", ColumnKind::integer},   {"rank", ColumnKind::integer, true},
      {"name", ColumnKind::text},  {"note", ColumnKind::text, true}, {"price", ColumnKind::decimal128, false, 2},
      {"score", ColumnKind::real}, {"size", ColumnKind::unsigned64},
  };
  static constexpr std::uint16_t kByGrade[] = {1, 0};
  static constexpr std::uint16_t kByRank[] = {2, 0};
  static constexpr cqrs::TableIndex kIndexes[] = {{kByGrade}, {kByRank}};
  static constexpr cqrs::TableDefinition kTable = {"Item", kColumns, 1, kIndexes};
  static constexpr cqrs::ProjectionDefinition kDefinition{
      .name = kName, .table = &kTable, .make_rows = cqrs::make_rows<Item>};
  return kDefinition;
}

/// Items(grade?, least rank?, some)
struct Items {
  std::optional<std::int32_t> grade;
  std::optional<std::int32_t> rank;
  std::int64_t most = 0;

  [[nodiscard]] bool holds(const Item& item) const {
    if (grade && item.grade != *grade) return false;
    return !rank || (item.rank && *item.rank >= *rank);
  }
};

bool is_kept(const Item& item) { return item.id % 3 != 0; }

/// What a query may be, beside its parameters.
struct Shape {
  std::vector<cqrs::OrderColumn> order;
  bool keep = false;
  bool limit = false;

  [[nodiscard]] cqrs::QueryDefinition definition() const {
    cqrs::QueryDefinition query{
        .name = "test.Items",
        .projection = &Item::definition,
        .select = "\"id\", \"grade\", \"rank\", \"name\", \"note\", \"price\", \"score\", \"size\"",
        .where = "(?1 IS NULL OR \"grade\" = ?1) AND (?2 IS NULL OR \"rank\" >= ?2)",
        .order = order,
        .parameters = 3,
        .bind = cqrs::bind_query<Items>,
        .append = cqrs::append_row<Item>,
        .drop = cqrs::drop_row<Item>,
        .read = cqrs::read_row<Item>};
    if (keep) query.keep = [](const void*, const void* row) { return is_kept(*static_cast<const Item*>(row)); };
    if (limit) query.limit = [](const void* of) { return static_cast<const Items*>(of)->most; };
    return query;
  }
};

/// Before, between or behind: NaN stands before every number, as what is absent does.
template <class T>
int compare(const T& a, const T& b) {
  if constexpr (std::same_as<T, double>) {
    if (std::isnan(a) || std::isnan(b)) return (std::isnan(b) ? 1 : 0) - (std::isnan(a) ? 1 : 0);
  }
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_column(const Item& a, const Item& b, std::string_view column) {
  if (column == "grade") return compare(a.grade, b.grade);
  if (column == "rank") return compare(a.rank, b.rank);
  if (column == "name") return compare(a.name, b.name);
  if (column == "note") return compare(a.note, b.note);
  if (column == "price") return compare(a.price, b.price);
  if (column == "score") return compare(a.score, b.score);
  if (column == "size") return compare(a.size, b.size);
  return compare(a.id, b.id);
}

bool stands_before(const Shape& shape, const Item& a, const Item& b) {
  for (const auto& column : shape.order) {
    const int order = compare_column(a, b, column.column);
    if (order != 0) return (order < 0) != column.descending;
  }
  return false;
}

/// Few different values, so that many are equal.
Item arbitrary_item(std::int64_t id) {
  Item item;
  item.id = id;
  item.grade = *rc::gen::inRange(0, 3);
  if (*rc::gen::arbitrary<bool>()) item.rank = *rc::gen::inRange(-2, 3);
  item.name = *rc::gen::element<std::string>("", "a", "b", "B", "\xc3\xa4");
  if (*rc::gen::arbitrary<bool>()) item.note = *rc::gen::element<std::string>("", "x", "yy");
  item.price = cqrs::Decimal<38, 2>::from_units(*rc::gen::inRange(-2, 3));
  item.score = *rc::gen::element(-1.5, 0.0, 2.25, std::numeric_limits<double>::infinity(),
                                 std::numeric_limits<double>::quiet_NaN());
  item.size = *rc::gen::element<std::uint64_t>(0, 1, ~std::uint64_t{0});
  return item;
}

Shape arbitrary_shape() {
  const cqrs::OrderColumn all[] = {
      {"grade"}, {"rank", false, true}, {"name"}, {"note", false, true}, {"price"}, {"score"}, {"size"}};
  Shape shape;
  const auto columns = *rc::gen::inRange(0, 4);
  std::set<std::string_view> seen;
  for (int i = 0; i < columns; ++i) {
    auto column = *rc::gen::elementOf(std::vector<cqrs::OrderColumn>(std::begin(all), std::end(all)));
    if (!seen.insert(column.column).second) continue;
    column.descending = *rc::gen::arbitrary<bool>();
    shape.order.push_back(column);
  }
  shape.order.push_back({"id", *rc::gen::arbitrary<bool>()});
  shape.keep = *rc::gen::arbitrary<bool>();
  shape.limit = *rc::gen::arbitrary<bool>();
  return shape;
}

Items arbitrary_query() {
  Items query;
  if (*rc::gen::arbitrary<bool>()) query.grade = *rc::gen::inRange(0, 3);
  if (*rc::gen::arbitrary<bool>()) query.rank = *rc::gen::inRange(-2, 3);
  query.most = *rc::gen::inRange(0, 40);
  return query;
}

/// A table and what is in it.
class Items_ {
 public:
  void put(const Item& item) {
    items_[item.id] = item;
    batch(database_, rows_, [&] {
      rows_.create({item.id}, [&](Item& row) {
        row = item;
        return true;
      });
    });
  }
  void remove(std::int64_t id) {
    items_.erase(id);
    batch(database_, rows_, [&] { rows_.erase_existing({id}); });
  }
  [[nodiscard]] std::vector<std::int64_t> ids() const {
    std::vector<std::int64_t> ids;
    for (const auto& [id, item] : items_) ids.push_back(id);
    return ids;
  }
  [[nodiscard]] const Item& at(std::int64_t id) const { return items_.at(id); }

  [[nodiscard]] std::vector<std::int64_t> expected(const Shape& shape, const Items& query) const {
    std::vector<Item> found;
    for (const auto& [id, item] : items_) {
      if (query.holds(item) && (!shape.keep || is_kept(item))) found.push_back(item);
    }
    std::ranges::sort(found, [&](const Item& a, const Item& b) { return stands_before(shape, a, b); });
    std::vector<std::int64_t> ids;
    for (const auto& item : found) ids.push_back(item.id);
    if (shape.limit) ids.resize(std::min(ids.size(), static_cast<std::size_t>(query.most)));
    return ids;
  }

  /// Adds a page; gives the cursor of the next.
  std::string page(const Shape& shape, const Items& query, const cqrs::QueryOptions& options,
                   std::vector<std::int64_t>& found) {
    std::string next;
    std::vector<Item> rows;
    database_.store()
        .read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
          cqrs::projection::QueryTexts texts;
          next = cqrs::projection::run_query(connection, shape.definition(), database_.table(), &query, options, &rows,
                                             texts)
                     .value();
          return {};
        })
        .value();
    RC_ASSERT(rows.size() <= options.page_rows);
    RC_ASSERT(next.empty() || rows.size() == options.page_rows);
    for (const auto& row : rows) found.push_back(row.id);
    return next;
  }

 private:
  std::map<std::int64_t, Item> items_;
  accounts::Database database_{Item::definition()};
  cqrs::Rows<Item> rows_{database_.table()};
};

TEST(QueryProperties, PagesAreTheWholeInOrder) {
  EXPECT_TRUE(rc::check([] {
    Items_ items;
    const auto count = *rc::gen::inRange(0, 30);
    for (std::int64_t id = 0; id < count; ++id) items.put(arbitrary_item(id));
    for (int i = 0; i < 4; ++i) {
      const Shape shape = arbitrary_shape();
      const Items query = arbitrary_query();
      cqrs::QueryOptions options{.page_rows = *rc::gen::inRange<std::size_t>(1, 9)};
      std::vector<std::int64_t> found;
      do {
        options.cursor = items.page(shape, query, options, found);
      } while (!options.cursor.empty());
      RC_ASSERT(found == items.expected(shape, query));
    }
  }));
}

TEST(QueryProperties, RowsThatStayAppearOnceWhateverComesAndGoes) {
  EXPECT_TRUE(rc::check([] {
    Items_ items;
    const auto count = *rc::gen::inRange(1, 25);
    for (std::int64_t id = 0; id < count; ++id) items.put(arbitrary_item(id));
    Shape shape = arbitrary_shape();
    shape.limit = false;
    const Items query = arbitrary_query();
    const auto before = items.expected(shape, query);
    std::set<std::int64_t> touched;
    cqrs::QueryOptions options{.page_rows = *rc::gen::inRange<std::size_t>(1, 5)};
    std::vector<std::int64_t> found;
    std::int64_t fresh = 1'000;
    do {
      options.cursor = items.page(shape, query, options, found);
      items.put(arbitrary_item(fresh));
      touched.insert(fresh++);
      const auto ids = items.ids();
      const auto gone = *rc::gen::elementOf(ids);
      touched.insert(gone);
      items.remove(gone);
    } while (!options.cursor.empty() && found.size() < 200);
    std::set<std::int64_t> once(found.begin(), found.end());
    RC_ASSERT(once.size() == found.size());
    std::vector<std::int64_t> stayed;
    std::ranges::copy_if(found, std::back_inserter(stayed), [&](std::int64_t id) { return !touched.contains(id); });
    std::vector<std::int64_t> expected;
    std::ranges::copy_if(before, std::back_inserter(expected), [&](std::int64_t id) { return !touched.contains(id); });
    RC_ASSERT(stayed == expected);
  }));
}

}  // namespace
