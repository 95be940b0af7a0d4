#include "plan/type_order.hpp"

#include <set>

#include "model/history.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

class Sorter {
 public:
  explicit Sorter(const std::vector<StoredType>& types) : wanted_(types.begin(), types.end()) {}

  void add(const StoredType& type) {
    if (!visited_.insert(type).second) return;
    if (const auto* value = std::get_if<const ValueVersion*>(&type)) {
      add_held((*value)->fields);
    } else {
      for (const Alternative& alternative : std::get<const UnionVersion*>(type)->alternatives)
        add_held(alternative.fields);
    }
    if (wanted_.contains(type)) sorted.push_back(type);
  }
  std::vector<StoredType> sorted;

 private:
  void add_held(const std::deque<Field>& fields) {
    for (const Type* held : versioned_types_of(fields)) {
      if (held->kind == TypeKind::Value) {
        add(held->value);
      } else {
        add(held->union_version);
      }
    }
  }

  std::set<StoredType> wanted_;
  std::set<StoredType> visited_;
};

}  // namespace

std::uint32_t version_of(const StoredType& type) {
  return std::visit([](const auto* version) { return version->version; }, type);
}

std::vector<StoredType> ordered(const std::vector<StoredType>& types) {
  Sorter sorter(types);
  for (const StoredType& type : types) sorter.add(type);
  return sorter.sorted;
}

std::vector<StoredType> current_types(const Context& context) {
  std::vector<StoredType> types;
  for (const Value& value : context.values) types.emplace_back(&value.current());
  for (const Union& one : context.unions) types.emplace_back(&one.current());
  return ordered(types);
}

}  // namespace cqrsc::plan
