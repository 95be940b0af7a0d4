#include "interpret/decide.hpp"

#include <algorithm>

namespace cqrsc::interpret {

using namespace model;

namespace {

bool record_is_valid(const std::deque<Field>& fields, const std::vector<Invariant>& invariants, const Record& record) {
  Surroundings surroundings;
  surroundings.record = &record;
  Evaluator evaluator(surroundings);
  for (const Field& field : fields) {
    if (!is_valid(*field.type, record.fields[field.index])) return false;
    if (field.where != nullptr && !evaluator.holds(*field.where)) return false;
  }
  return std::all_of(invariants.begin(), invariants.end(),
                     [&](const Invariant& invariant) { return evaluator.holds(*invariant.condition); });
}

bool list_is_valid(const Type& type, const List& list) {
  return std::all_of(list.elements.begin(), list.elements.end(),
                     [&](const Value& element) { return is_valid(*type.element, element); });
}

bool map_is_valid(const Type& type, const Map& map) {
  return std::all_of(map.entries.begin(), map.entries.end(), [&](const interpret::MapEntry& entry) {
    return is_valid(*type.key, entry.key) && is_valid(*type.element, entry.value);
  });
}

bool union_is_valid(const Type& type, const UnionCase& chosen) {
  for (const Alternative& alternative : type.union_version->alternatives)
    if (alternative.number == chosen.number) return record_is_valid(alternative.fields, {}, chosen.record);
  return false;
}

class Decider {
 public:
  Decider(const Aggregate& aggregate, const Record& before, const Request& request, const ExternFunctions& externs)
      : aggregate_(aggregate), before_(before), request_(request), evaluator_(surroundings(externs)) {
    decision.state = before;
  }

  void run() {
    try {
      decide();
    } catch (const Stop& stop) {
      if (stop.failure.reason != Failure::Reason::Overflow) throw;
      reject(BuiltinRejection{BuiltinError::Overflow, {}});
    }
  }

  Decision decision;

 private:
  Surroundings surroundings(const ExternFunctions& externs) const {
    Surroundings in;
    in.command = &request_.fields;
    in.state = &before_;
    in.own_id = &request_.own_id;
    in.now = request_.now;
    in.actor = request_.actor;
    in.roles = request_.roles;
    in.externs = &externs;
    return in;
  }

  void reject(std::variant<BuiltinRejection, Rejected> rejection) {
    decision.events.clear();
    decision.state = before_;
    decision.rejection = std::move(rejection);
  }

  void decide() {
    const Command& command = *request_.command;
    if (command.is_extern) stop_needs_cpp("command " + command.name);
    const bool must_exist = command.existence == Existence::MustExist;
    if (command.existence != Existence::MayExist && (request_.version != 0) != must_exist) {
      if (command.existence_error != nullptr) return reject(Rejected{command.existence_error, {}});
      return reject(BuiltinRejection{must_exist ? BuiltinError::DoesNotExist : BuiltinError::AlreadyExists, {}});
    }
    if (auto failed = invalid_fields(); !failed.empty())
      return reject(BuiltinRejection{BuiltinError::Invalid, std::move(failed)});
    for (const Expression* allow : command.allows)
      if (!evaluator_.holds(*allow)) return reject(BuiltinRejection{BuiltinError::NotAllowed, {}});
    Record nothing;
    evaluator_.execute(command.body, nothing);
    if (evaluator_.rejected()) return reject(*evaluator_.rejected());
    decision.events = std::move(evaluator_.emitted());
    apply_events();
  }

  std::vector<std::string> invalid_fields() {
    std::vector<std::string> failed;
    for (const Field& field : request_.command->fields) {
      const bool good = is_valid(*field.type, request_.fields.fields[field.index]) &&
                        (field.where == nullptr || evaluator_.holds(*field.where));
      if (!good) failed.push_back(field.name);
    }
    return failed;
  }

  void apply_events() {
    std::int64_t version = request_.version;
    Record state = before_;
    for (const CurrentEvent& event : decision.events) {
      const Meta meta = meta_of(request_.own_id, ++version, request_.now, request_.actor);
      if (!apply(aggregate_, event, meta, state)) return reject(BuiltinRejection{BuiltinError::Overflow, {}});
    }
    Surroundings after;
    after.state = &state;
    Evaluator evaluator(after);
    for (const Invariant& invariant : aggregate_.state.invariants)
      if (!evaluator.holds(*invariant.condition)) return reject(BuiltinRejection{BuiltinError::InvariantBroken, {}});
    decision.state = std::move(state);
  }

  const Aggregate& aggregate_;
  const Record& before_;
  const Request& request_;
  Evaluator evaluator_;
};

}  // namespace

bool is_valid(const Type& type, const Value& value) {
  if (!needs_intake_check(type) || std::holds_alternative<Absent>(value.node)) return true;
  switch (type.kind) {
    case TypeKind::String: return is_utf8(std::get<std::string>(value.node));
    case TypeKind::Id: {
      if (!is_valid(*type.id->base, value)) return false;
      Surroundings surroundings;
      surroundings.it = &value;
      return type.id->where == nullptr || Evaluator(surroundings).holds(*type.id->where);
    }
    case TypeKind::Value:
      return record_is_valid(type.value->fields, type.value->invariants, std::get<Record>(value.node));
    case TypeKind::Optional: return is_valid(*type.element, value);
    case TypeKind::List:
    case TypeKind::Set: return list_is_valid(type, std::get<List>(value.node));
    case TypeKind::Map: return map_is_valid(type, std::get<Map>(value.node));
    case TypeKind::Union: return union_is_valid(type, std::get<UnionCase>(value.node));
    default: return true;
  }
}

Result<Decision> decide(const Aggregate& aggregate, const Record& state, const Request& request,
                        const ExternFunctions& externs) {
  try {
    Decider decider(aggregate, state, request, externs);
    decider.run();
    return std::move(decider.decision);
  } catch (const Stop& stop) {
    return tl::unexpected(stop.failure);
  }
}

}  // namespace cqrsc::interpret
