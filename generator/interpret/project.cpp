#include "interpret/project.hpp"

#include <algorithm>

#include "interpret/history.hpp"
#include "model/history.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

bool has_handler(const Projection& projection, const EventVersion& version) {
  const std::vector<const EventVersion*> ends = ends_of(version);
  return std::any_of(projection.handlers.begin(), projection.handlers.end(), [&](const RowHandler& handler) {
    return std::find(ends.begin(), ends.end(), handler.event) != ends.end();
  });
}

/// One stored event on its way into the rows.
class Application {
 public:
  Application(const Projection& projection, const Meta& meta, ReadModel& model)
      : projection_(projection), meta_(meta), model_(model) {}

  /// May throw Stop: while keys are computed, when no row is to blame.
  void apply(const CurrentEvent& event) {
    for (const RowHandler& handler : projection_.handlers)
      if (handler.event == event.event) run(handler, event);
  }
  /// As if it had never been.
  void take_back() {
    for (const auto& [key, before] : before_) restore(key, before);
  }
  void park() {
    for (const RowTrouble& trouble : troubles)
      if (!trouble.waits) model_.parked.insert(*trouble.key);
  }

  std::vector<RowTrouble> troubles;

 private:
  void run(const RowHandler& handler, const CurrentEvent& event) {
    if (!handler.loop) return run(handler, event, nullptr, nullptr);
    const RowLoop& loop = *handler.loop;
    Surroundings surroundings;
    surroundings.event = &event.fields;
    surroundings.meta = &meta_;
    surroundings.own_id = &meta_.stream;
    const Value range = Evaluator(surroundings).evaluate(*loop.range);
    if (const auto* map = std::get_if<Map>(&range.node)) {
      for (const MapEntry& entry : map->entries) run(handler, event, &entry.key, &entry.value);
    } else {
      for (const Value& element : std::get<List>(range.node).elements) run(handler, event, &element, nullptr);
    }
  }

  void run(const RowHandler& handler, const CurrentEvent& event, const Value* element, const Value* value) {
    Record key;
    Record row;
    Surroundings surroundings;
    surroundings.event = &event.fields;
    surroundings.meta = &meta_;
    surroundings.own_id = &meta_.stream;
    surroundings.row = {&projection_, &key, &row};
    surroundings.rows = &model_.rows;
    surroundings.hidden = [this](const Record& other) { return lacks_events(other); };
    Evaluator evaluator(surroundings);
    if (element != nullptr) evaluator.bind(*handler.loop->element, *element);
    if (value != nullptr && handler.loop->value != nullptr) evaluator.bind(*handler.loop->value, *value);
    for (const Expression* expression : handler.keys) {
      key.fields.push_back(evaluator.evaluate(*expression));
      if (std::holds_alternative<Absent>(key.fields.back().node)) return;
    }
    if (is_closed(key)) return;
    const auto there = model_.rows.find(key);
    const bool is_there = there != model_.rows.end();
    const std::optional<Record> before = is_there ? std::optional(there->second) : std::nullopt;
    before_.try_emplace(key, before);
    if (!is_there && handler.missing == MissingRow::Skipped) return;
    if (!is_there && handler.missing == MissingRow::Error)
      return fail(key, {"there is no row " + key_text(projection_, key), Failure::Reason::Refused});
    row = is_there ? there->second : initial_record(projection_.fields);
    try {
      evaluator.execute(handler.body, row);
    } catch (const Stop& stop) {
      return fail(key, stop.failure);
    }
    if (handler.deletes || evaluator.deleted())
      model_.rows.erase(key);
    else
      model_.rows.insert_or_assign(key, row);
  }

  /// Whether nothing more of this event is done to the row: it waits, or has failed.
  bool is_closed(const Record& key) {
    const bool known = has_trouble(key);
    if (!known && model_.parked.count(key) == 0) return false;
    if (!known) troubles.push_back({key, true, {}});
    return true;
  }

  [[nodiscard]] bool has_trouble(const Record& key) const {
    return std::any_of(troubles.begin(), troubles.end(),
                       [&](const RowTrouble& trouble) { return *trouble.key == key; });
  }

  [[nodiscard]] bool lacks_events(const Record& key) const { return model_.parked.count(key) > 0 || has_trouble(key); }

  void fail(const Record& key, const Failure& failure) {
    restore(key, before_.at(key));
    troubles.push_back({key, false, failure});
  }

  void restore(const Record& key, const std::optional<Record>& before) {
    if (before)
      model_.rows.insert_or_assign(key, *before);
    else
      model_.rows.erase(key);
  }

  const Projection& projection_;
  const Meta& meta_;
  ReadModel& model_;
  std::map<Record, std::optional<Record>, KeyOrder> before_;
};

}  // namespace

std::vector<RowTrouble> project(const Projection& projection, const EventVersion& version, const Record& stored,
                                const Meta& meta, ReadModel& model, const ExternFunctions& externs) {
  if (!has_handler(projection, version)) return {};
  const std::pair<const Aggregate*, Value> stream{version.event->aggregate, meta.stream};
  if (std::find(model.parked_streams.begin(), model.parked_streams.end(), stream) != model.parked_streams.end())
    return {{std::nullopt, true, {}}};
  Application application(projection, meta, model);
  const auto whole = [&](const Failure& failure) -> std::vector<RowTrouble> {
    application.take_back();
    model.parked_streams.push_back(stream);
    return {{std::nullopt, false, failure}};
  };
  const auto current = upcast(version, stored, meta, externs);
  if (!current) return whole(current.error());
  try {
    for (const CurrentEvent& event : *current) application.apply(event);
  } catch (const Stop& stop) {
    return whole(stop.failure);
  }
  application.park();
  return std::move(application.troubles);
}

}  // namespace cqrsc::interpret
