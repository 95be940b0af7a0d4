// Scenarios of projections and queries.
#include <algorithm>

#include "interpret/history.hpp"
#include "interpret/project.hpp"
#include "interpret/query.hpp"
#include "interpret/scenario_parts.hpp"
#include "model/model.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

std::size_t position_of(const std::deque<Field>& fields, const Field& field) {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (&fields[i] == &field) return i;
  return fields.size();
}

class ReadScenarioRunner {
 public:
  explicit ReadScenarioRunner(const Scenario& scenario)
      : scenario_(scenario),
        projection_(scenario.query != nullptr ? *scenario.query->from : *scenario.projection),
        externs_(assumed(scenario)) {}

  Result<std::string> run() {
    for (const GivenStream& stream : scenario_.streams)
      if (const auto failure = give(stream)) return tl::unexpected(*failure);
    if (!wrong_.empty()) return wrong_;
    if (scenario_.query == nullptr) return wrong_ + about_rows();
    const WhenQuery& when = *scenario_.when_query;
    const auto results =
        answer(*scenario_.query, model_.rows, filled(when.fields, scenario_.query->parameters.size(), externs_));
    if (!results) return "the query fails: " + results.error().text + "\n";
    return about_results(*results);
  }

 private:
  std::optional<Failure> give(const GivenStream& stream) {
    const Value id = Evaluator({}).evaluate(*stream.id);
    std::int64_t& version = versions_[{stream.aggregate, id}];
    for (const GivenEvent& given : stream.events) {
      const Meta meta = meta_of(id, ++version, given.stamp.at.value_or(kUsualTime), given.stamp.by);
      const Record fields = filled(given.fields, given.event->fields.size(), externs_);
      for (const RowTrouble& trouble : project(projection_, *given.event, fields, meta, model_, externs_)) {
        if (trouble.failure.reason == Failure::Reason::NeedsCpp) return trouble.failure;
        const std::string name = given.event->event->aggregate->name + "." + given.event->event->name;
        const std::string place = trouble.key ? "row " + key_text(*trouble.key) : "stream";
        wrong_ += name + " is a dead letter of " + place + ": " +
                  (trouble.waits ? "it waits behind the one before" : trouble.failure.text) + "\n";
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string key_text(const Record& key) const {
    std::string text;
    for (const Field& field : projection_.keys)
      text += (text.empty() ? "" : ", ") + shown_text(*field.type, key.fields[field.index]);
    return text;
  }

  static Record key_of(const std::vector<const Expression*>& keys) {
    Record key;
    for (const Expression* expression : keys) key.fields.push_back(Evaluator({}).evaluate(*expression));
    return key;
  }

  /// What differs in the fields that are named; `fields` is in the order of `record`.
  std::string compared(const std::vector<FieldInit>& named, const std::deque<Field>& keys,
                       const std::deque<Field>& fields, const Record& record, const std::string& where) const {
    std::string text;
    for (const FieldInit& init : named) {
      const std::size_t key = position_of(keys, *init.field);
      const std::size_t at = key < keys.size() ? key : keys.size() + position_of(fields, *init.field);
      Record wanted{std::vector<Value>(init.field->index + std::size_t{1})};
      wanted = filled({init}, wanted.fields.size(), externs_);
      const std::string one = difference(*init.field, record.fields.at(at), wanted.fields[init.field->index]);
      if (!one.empty()) text += where + one;
    }
    return text;
  }

  [[nodiscard]] std::string about_rows() const {
    std::string text;
    for (const Expected& expected : scenario_.then) {
      if (const auto* row = std::get_if<ExpectedRow>(&expected.node)) {
        const auto found = model_.rows.find(key_of(row->keys));
        const std::string name = "row " + key_text(key_of(row->keys));
        if (found == model_.rows.end())
          text += name + " is missing\n";
        else
          text += compared(row->fields, projection_.keys, projection_.fields, shown_row(*found), name + ": ");
      } else if (const auto* no_row = std::get_if<ExpectedNoRow>(&expected.node)) {
        const Record key = key_of(no_row->keys);
        if (model_.rows.count(key) != 0) text += "there is a row " + key_text(key) + ", expected none\n";
      } else if (!model_.rows.empty()) {
        text += "there are rows, expected nothing\n";
      }
    }
    return text;
  }

  [[nodiscard]] std::string about_results(const std::vector<Record>& results) const {
    const Query& query = *scenario_.query;
    static const std::deque<Field> kNone;
    const bool selects = !query.columns.empty();
    std::string text;
    std::size_t next = 0;
    for (const Expected& expected : scenario_.then) {
      const auto* row = std::get_if<ExpectedRow>(&expected.node);
      if (row == nullptr) continue;
      const std::size_t at = next++;
      if (at >= results.size()) continue;
      text += compared(row->fields, selects ? kNone : projection_.keys, selects ? query.columns : projection_.fields,
                       results[at], "result " + std::to_string(next) + ": ");
    }
    if (next != results.size())
      text += std::to_string(results.size()) + (results.size() == 1 ? " result" : " results") + ", expected " +
              std::to_string(next) + "\n";
    for (std::size_t i = next; i < results.size(); ++i)
      text += "not expected: " + shown_text(result_fields(query), results[i]) + "\n";
    return text;
  }

  const Scenario& scenario_;
  const Projection& projection_;
  ExternFunctions externs_;
  ReadModel model_;
  std::string wrong_;
  struct StreamOrder {
    using Stream = std::pair<const Aggregate*, Value>;
    bool operator()(const Stream& a, const Stream& b) const {
      return a.first != b.first ? std::less<>()(a.first, b.first) : compare(a.second, b.second) < 0;
    }
  };
  std::map<StreamOrder::Stream, std::int64_t, StreamOrder> versions_;
};

}  // namespace

Result<std::string> run_read_scenario(const Scenario& scenario) { return ReadScenarioRunner(scenario).run(); }

}  // namespace cqrsc::interpret
