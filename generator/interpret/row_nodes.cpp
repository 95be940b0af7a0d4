// What only projections and queries have: fields of rows, other rows, aggregates.
#include "interpret/evaluator.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

bool is_key(const Projection& projection, const Field& field) {
  return field.index < projection.keys.size() && &projection.keys[field.index] == &field;
}

const Value& field_of(const Projection& projection, const Record& key, const Record& fields, const Field& field) {
  return (is_key(projection, field) ? key : fields).fields.at(field.index);
}

Int128 plus(Int128 a, Int128 b) {
  Int128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) stop_overflow("a sum of more than 38 digits");
  return sum;
}

/// The sum of what an aggregate is of: as exact as can be on the way, checked at its end.
class Total {
 public:
  explicit Total(const Type& type) : type_(type) {}
  void add(const Value& value) { total_ = plus(total_, std::get<Int128>(value.node)); }
  [[nodiscard]] Value value() const {
    const bool good = type_.kind == TypeKind::Decimal ? has_digits(total_, type_.precision) : fits(type_, total_);
    if (!good) stop_overflow("the sum " + to_text(total_) + " overflows " + to_text(type_));
    return {total_};
  }

 private:
  const Type& type_;
  Int128 total_ = 0;
};

}  // namespace

Value Evaluator::row_field(const Field& field) const {
  if (in_.row.key == nullptr) stop_impossible("there is no row to read " + field.name + " from");
  return field_of(*in_.row.projection, *in_.row.key, *in_.row.fields, field);
}

Value Evaluator::other_row(const OtherRowNode& node) {
  if (in_.rows == nullptr) stop_impossible("`row(…)` stands only in a projection");
  Record key;
  for (const Expression* expression : node.keys) key.fields.push_back(evaluate(*expression));
  if (in_.hidden && in_.hidden(key))
    stop_impossible("it asks for the row " + key_text(*in_.row.projection, key) + ", which waits behind a dead letter");
  const auto found = in_.rows->find(key);
  if (found == in_.rows->end()) return {Absent{}};
  return field_of(*in_.row.projection, found->first, found->second, *node.field);
}

Value Evaluator::aggregate(const Type& type, const AggregateNode& node) {
  if (in_.group == nullptr) stop_impossible("there are no rows to go over");
  const RowInView own = in_.row;
  Total total(type);
  Int128 count = 0;
  Value found = {Absent{}};
  for (const Rows::value_type* row : *in_.group) {
    in_.row = {own.projection, &row->first, &row->second};
    if (node.argument == nullptr) {
      ++count;
      continue;
    }
    const Value value = evaluate(*node.argument);
    if (std::holds_alternative<Absent>(value.node)) continue;
    const bool first = std::holds_alternative<Absent>(found.node);
    switch (node.function) {
      case AggregateFunction::Count: count += std::get<bool>(value.node) ? 1 : 0; break;
      case AggregateFunction::Sum: total.add(value); break;
      case AggregateFunction::Min:
        if (first || compare(value, found) < 0) found = value;
        break;
      case AggregateFunction::Max:
        if (first || compare(found, value) < 0) found = value;
        break;
    }
  }
  in_.row = own;
  if (node.function == AggregateFunction::Count) return {count};
  return node.function == AggregateFunction::Sum ? total.value() : found;
}

}  // namespace cqrsc::interpret
