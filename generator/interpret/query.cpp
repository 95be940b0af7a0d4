#include "interpret/query.hpp"

#include <algorithm>
#include <cmath>

#include "interpret/evaluator.hpp"
#include "interpret/stable_sort.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

/// `none` first, then NaN, then as compare() has it, where both zeros are one.
int order_of(const Value& a, const Value& b) {
  const bool has_a = !std::holds_alternative<Absent>(a.node);
  const bool has_b = !std::holds_alternative<Absent>(b.node);
  if (!has_a || !has_b) return static_cast<int>(has_a) - static_cast<int>(has_b);
  const auto* x = std::get_if<double>(&a.node);
  const auto* y = std::get_if<double>(&b.node);
  if (x != nullptr && y != nullptr && (std::isnan(*x) || std::isnan(*y)))
    return static_cast<int>(std::isnan(*y)) - static_cast<int>(std::isnan(*x));
  return compare(a, b);
}

struct ByOrder {
  bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](const Value& x, const Value& y) { return order_of(x, y) < 0; });
  }
};

struct Found {
  Record result;
  std::vector<Value> order;        ///< by what is written
  std::vector<Value> last_resort;  ///< by key, or by the groups
};

class Answer {
 public:
  Answer(const Query& query, const Rows& rows, const Record& parameters)
      : query_(query), rows_(rows), parameters_(parameters) {}

  std::vector<Record> results() {
    for (const Rows::value_type& row : rows_)
      if (query_.where == nullptr || at(row).holds(*query_.where)) kept_.push_back(&row);
    if (query_.is_grouped())
      find_groups();
    else
      for (const Rows::value_type* row : kept_) find(*row);
    sort_stably(found_, [&](const Found& a, const Found& b) { return is_before(a, b); });
    if (const auto limit = most(); limit < found_.size()) found_.resize(limit);
    std::vector<Record> results;
    for (Found& found : found_) results.push_back(std::move(found.result));
    return results;
  }

 private:
  [[nodiscard]] Surroundings surroundings() const {
    Surroundings in;
    in.argument = &parameters_;
    in.row.projection = query_.from;
    return in;
  }
  [[nodiscard]] Evaluator at(const Rows::value_type& row) const {
    Surroundings in = surroundings();
    in.row = {query_.from, &row.first, &row.second};
    return Evaluator(std::move(in));
  }

  void find(const Rows::value_type& row) {
    Found found;
    found.last_resort = row.first.fields;
    Evaluator evaluator = at(row);
    for (const Expression* selected : query_.selected) found.result.fields.push_back(evaluator.evaluate(*selected));
    for (const QueryOrder& order : query_.order) found.order.push_back(evaluator.evaluate(*order.value));
    if (query_.selected.empty()) found.result = shown_row(row);
    found_.push_back(std::move(found));
  }

  void find_groups() {
    std::map<std::vector<Value>, RowGroup, ByOrder> groups;
    if (query_.groups.empty()) groups[{}];
    for (const Rows::value_type* row : kept_) {
      std::vector<Value> key;
      for (const Expression* group : query_.groups) key.push_back(at(*row).evaluate(*group));
      groups[std::move(key)].push_back(row);
    }
    for (const auto& [key, group] : groups) find(key, group);
  }

  void find(const std::vector<Value>& key, const RowGroup& group) {
    Found found;
    found.last_resort = key;
    Surroundings in = surroundings();
    in.group = &group;
    // Whatever is read outside of aggregates is the same in all rows of the group.
    if (!group.empty()) in.row = {query_.from, &group.front()->first, &group.front()->second};
    in.record = &found.result;
    Evaluator evaluator(std::move(in));
    for (const Expression* selected : query_.selected) found.result.fields.push_back(evaluator.evaluate(*selected));
    for (const QueryOrder& order : query_.order) found.order.push_back(evaluator.evaluate(*order.value));
    found_.push_back(std::move(found));
  }

  [[nodiscard]] bool is_before(const Found& a, const Found& b) const {
    for (std::size_t i = 0; i < query_.order.size(); ++i) {
      const int order = order_of(a.order[i], b.order[i]);
      if (order != 0) return query_.order[i].descending ? order > 0 : order < 0;
    }
    return ByOrder{}(a.last_resort, b.last_resort);
  }

  [[nodiscard]] std::size_t most() const {
    if (query_.limit == nullptr) return found_.size();
    const Value limit = Evaluator(surroundings()).evaluate(*query_.limit);
    const Int128 number = std::get<Int128>(limit.node);
    if (number >= static_cast<Int128>(found_.size())) return found_.size();
    return number < 0 ? 0 : static_cast<std::size_t>(number);
  }

  const Query& query_;
  const Rows& rows_;
  const Record& parameters_;
  RowGroup kept_;
  std::vector<Found> found_;
};

}  // namespace

std::deque<Field> result_fields(const Query& query) {
  return query.columns.empty() ? row_fields(*query.from) : query.columns;
}

Result<std::vector<Record>> answer(const Query& query, const Rows& rows, const Record& parameters) {
  try {
    return Answer(query, rows, parameters).results();
  } catch (const Stop& stop) {
    return tl::unexpected(stop.failure);
  }
}

}  // namespace cqrsc::interpret
