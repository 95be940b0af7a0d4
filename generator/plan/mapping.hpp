#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "model/model.hpp"

namespace cqrsc::plan {

/// One step of a mapping, in the order written: a field or local that is one expression from here on, or a statement
/// that has to be carried out.
struct Definition {
  const model::Field* field = nullptr;
  const model::Local* local = nullptr;  // where it is no field
  const model::Expression* value = nullptr;

  [[nodiscard]] const void* what() const { return field != nullptr ? static_cast<const void*>(field) : local; }
};
using MappingStep = std::variant<Definition, const model::Statement*>;

/// A `from` block, taken apart.
struct Mapping {
  /// Fields that statements work on, with what they are before, or null.
  std::vector<std::pair<const model::Field*, const model::Expression*>> variables;
  std::vector<MappingStep> steps;
};
Mapping mapping_of(const model::Upcast& upcast);

/// The version behind this one; null: it is the last.
const model::EventVersion* version_after(const model::EventVersion& version);

/// Whether it may throw, so that it has to be evaluated even where nothing reads what it gives.
bool has_effect(const model::Expression& expression);

/// How often what follows a version reads each of its fields and the locals on the way.
class Uses {
 public:
  /// What follows an event's version, down to today's events.
  void follow(const model::EventVersion& version);
  /// From one version of a value to another.
  void follow(const model::ValueVersion& from, const model::ValueVersion& to);

  /// Whether a definition can stand, written out, wherever it is read. Else it wants a variable.
  [[nodiscard]] bool in_place(const Definition& definition) const;
  /// Whether nothing comes of it at all.
  [[nodiscard]] bool unused(const Definition& definition) const;
  [[nodiscard]] unsigned of(const void* what) const;

 private:
  void outcome(const model::Outcome& outcome);
  void mapping(const Mapping& mapping);
  void define(const Definition& definition);
  void read(const model::Expression& expression, unsigned times);
  void note(const model::Expression& expression, unsigned times);

  std::unordered_map<const void*, unsigned> uses_;
  std::set<const void*> followed_;
  std::set<const void*> upcast_further_;  // fields whose values go on to a newer version of their type
  std::set<const void*> last_;            // fields that become members of the result, which reads each once
};

}  // namespace cqrsc::plan
