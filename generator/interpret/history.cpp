#include "interpret/history.hpp"

#include <algorithm>

#include "interpret/codec.hpp"
#include "model/history.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

Failure failure_in(const EventVersion& version, const Failure& failure) {
  return {version.name + " v" + std::to_string(version.version) + ": " + failure.text, failure.reason};
}

const EventVersion* next_version(const EventVersion& version) {
  for (const EventVersion& other : version.event->versions)
    if (other.version == version.version + 1) return &other;
  return nullptr;
}

Value upcast_value(const Type& from, const Type& to, Value value, const ExternFunctions* externs) {
  Surroundings surroundings;
  surroundings.externs = externs;
  const auto& versions = from.value->value->versions;
  for (const ValueVersion& next : versions) {
    if (next.version <= from.value->version || next.version > to.value->version) continue;
    if (!next.upcast) stop_impossible(next.name + " v" + std::to_string(next.version) + " has no upcast");
    const auto old = std::get<Record>(std::move(value.node));
    value.node = upcast_record(*next.upcast, next.fields, old, surroundings);
  }
  return value;
}

UnionCase upcast_case(const UnionUpcast& upcast, const UnionCase& old, const ExternFunctions* externs) {
  for (const AlternativeUpcast& arm : upcast.alternatives) {
    if (arm.from->number != old.number) continue;
    Surroundings surroundings;
    surroundings.old = &old.record;
    surroundings.externs = externs;
    Evaluator evaluator(surroundings);
    UnionCase made{arm.to->number, {std::vector<Value>(arm.to->fields.size())}};
    evaluator.fill(arm.fields, made.record);
    return made;
  }
  stop_impossible("no alternative has the number " + std::to_string(old.number));
}

Value upcast_union(const Type& from, const Type& to, Value value, const ExternFunctions* externs) {
  for (const UnionVersion& next : from.union_version->owner->versions) {
    if (next.version <= from.union_version->version || next.version > to.union_version->version) continue;
    if (!next.upcast) stop_impossible(next.name + " v" + std::to_string(next.version) + " has no upcast");
    const auto old = std::get<UnionCase>(std::move(value.node));
    value.node = upcast_case(*next.upcast, old, externs);
  }
  return value;
}

/// Follows one stored event to all that it is today.
class Way {
 public:
  Way(const Meta& meta, const ExternFunctions& externs) {
    surroundings_.meta = &meta;
    surroundings_.own_id = &meta.stream;
    surroundings_.externs = &externs;
  }

  void go(const EventVersion& version, const Record& fields) {
    if (is_current(version)) {
      events.push_back({&version, fields});
      return;
    }
    // An accepted Model has no cycle; a count costs nothing and keeps a mistake of ours from running for ever.
    if (++steps_ > kMostSteps) stop_impossible("its way to today has no end");
    if (const EventVersion* next = next_version(version)) {
      if (!next->upcast) stop_impossible("v" + std::to_string(next->version) + " has no upcast");
      go(*next, upcast_record(*next->upcast, next->fields, fields, surroundings_));
    } else if (version.event->becomes) {
      become(*version.event->becomes, fields);
    } else {
      stop_impossible("it is retired, and becomes nothing that is known");
    }
  }

  std::vector<CurrentEvent> events;

 private:
  static constexpr int kMostSteps = 100000;

  void become(const Outcome& outcome, const Record& old) {
    Surroundings surroundings = surroundings_;
    surroundings.old = &old;
    Evaluator evaluator(surroundings);
    if (const auto* choice = std::get_if<OutcomeChoice>(&outcome.node)) {
      return become(evaluator.holds(*choice->condition) ? choice->then.front() : choice->otherwise.front(), old);
    }
    for (const EmitStatement& made : std::get<OutcomeEvents>(outcome.node).events) {
      Record fields{std::vector<Value>(made.event->fields.size())};
      evaluator.fill(made.fields, fields);
      go(*made.event, fields);
    }
  }

  Surroundings surroundings_;
  int steps_ = 0;
};

}  // namespace

Meta meta_of(const Value& stream, std::int64_t version, std::int64_t time, const std::optional<std::string>& actor) {
  Meta meta;
  meta.id.bytes.front() = 0xe0;
  for (std::size_t i = 0; i < 8; ++i)
    meta.id.bytes[15 - i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(version) >> (8 * i));
  meta.causation.bytes.front() = 0xc0;
  meta.correlation = meta.causation;
  meta.stream = stream;
  meta.version = version;
  meta.time = time;
  meta.actor = actor;
  return meta;
}

Value upcast(const Type& from, const Type& to, const Value& value, const ExternFunctions* externs) {
  if (&from == &to || std::holds_alternative<Absent>(value.node)) return value;
  switch (to.kind) {
    case TypeKind::Optional:
      return upcast(from.kind == TypeKind::Optional ? *from.element : from, *to.element, value, externs);
    case TypeKind::Value: return upcast_value(from, to, value, externs);
    case TypeKind::Union: return upcast_union(from, to, value, externs);
    case TypeKind::List:
    case TypeKind::Set: {
      List list;
      for (const Value& element : std::get<List>(value.node).elements)
        list.elements.push_back(upcast(*from.element, *to.element, element, externs));
      if (to.kind == TypeKind::Set) sort_unique(list);
      return {std::move(list)};
    }
    case TypeKind::Map: {
      Map map;
      for (const MapEntry& entry : std::get<Map>(value.node).entries)
        map.entries.push_back({entry.key, upcast(*from.element, *to.element, entry.value, externs)});
      return {std::move(map)};
    }
    default: return value;
  }
}

Record upcast_record(const Upcast& upcast, const std::deque<Field>& fields, const Record& old,
                     const Surroundings& surroundings) {
  Surroundings inside = surroundings;
  inside.old = &old;
  Evaluator evaluator(inside);
  Record record{std::vector<Value>(fields.size())};
  evaluator.fill(upcast.fields, record);
  evaluator.execute(upcast.body, record);
  return record;
}

Result<std::vector<CurrentEvent>> upcast(const EventVersion& version, const Record& stored, const Meta& meta,
                                         const ExternFunctions& externs) {
  try {
    Way way(meta, externs);
    way.go(version, stored);
    return std::move(way.events);
  } catch (const Stop& stop) {
    return tl::unexpected(failure_in(version, stop.failure));
  }
}

namespace {

Value initial_value(const Field& field) {
  if (field.has_written_default && field.initial != nullptr) return Evaluator({}).evaluate(*field.initial);
  if (field.type->kind == TypeKind::Value) return {initial_record(field.type->value->fields)};
  return zero_of(*field.type);
}

}  // namespace

Record initial_record(const std::deque<Field>& fields) {
  Record record;
  for (const Field& field : fields) record.fields.push_back(initial_value(field));
  return record;
}

Record initial_state(const Aggregate& aggregate) { return initial_record(aggregate.state.fields); }

Result<void> apply(const Aggregate& aggregate, const CurrentEvent& event, const Meta& meta, Record& state) {
  const auto handler = std::find_if(aggregate.handlers.begin(), aggregate.handlers.end(),
                                    [&](const Handler& one) { return one.event == event.event; });
  if (handler == aggregate.handlers.end()) return {};
  Record after = state;
  Surroundings surroundings;
  surroundings.event = &event.fields;
  surroundings.state = &after;
  surroundings.meta = &meta;
  surroundings.own_id = &meta.stream;
  try {
    Evaluator(surroundings).execute(handler->body, after);
  } catch (const Stop& stop) {
    return tl::unexpected(failure_in(*event.event, stop.failure));
  }
  state = std::move(after);
  return {};
}

Result<Record> fold(const Aggregate& aggregate, const std::vector<StoredEvent>& events,
                    const ExternFunctions& externs) {
  Record state = initial_state(aggregate);
  for (const StoredEvent& stored : events) {
    const auto fields = decode(stored.version->fields, stored.bytes);
    if (!fields) return tl::unexpected(failure_in(*stored.version, fields.error()));
    const auto current = upcast(*stored.version, *fields, stored.meta, externs);
    if (!current) return tl::unexpected(current.error());
    for (const CurrentEvent& event : *current) {
      if (const auto applied = apply(aggregate, event, stored.meta, state); !applied)
        return tl::unexpected(applied.error());
    }
  }
  return state;
}

}  // namespace cqrsc::interpret
