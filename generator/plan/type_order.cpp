#include "plan/type_order.hpp"

#include <set>

#include "model/history.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

class Sorter {
 public:
  explicit Sorter(const std::vector<const ValueVersion*>& values) : wanted_(values.begin(), values.end()) {}

  void add(const ValueVersion& value) {
    if (!visited_.insert(&value).second) return;
    for (const Type* held : versioned_types_of(value.fields)) {
      if (held->kind == TypeKind::Value) add(*held->value);
    }
    if (wanted_.contains(&value)) sorted.push_back(&value);
  }
  std::vector<const ValueVersion*> sorted;

 private:
  std::set<const ValueVersion*> wanted_;
  std::set<const ValueVersion*> visited_;
};

}  // namespace

std::vector<const ValueVersion*> ordered(const std::vector<const ValueVersion*>& values) {
  Sorter sorter(values);
  for (const ValueVersion* value : values) sorter.add(*value);
  return sorter.sorted;
}

std::vector<const ValueVersion*> current_values(const Context& context) {
  std::vector<const ValueVersion*> values;
  for (const Value& value : context.values) values.push_back(&value.current());
  return ordered(values);
}

}  // namespace cqrsc::plan
