// Random changes of a domain: those that a team may make, and those that nobody may.
#pragma once

#include "reference.hpp"

namespace evolution {

/// What every stored event is today, in the order they were stored.
using Meanings = std::vector<std::vector<Fact>>;

/// The domain of a first release.
Domain first_domain(Random& random);

/// One release's changes. Each is applied to the domain and, in the same sense, to what is stored.
class Editor {
 public:
  Editor(Random& random, Domain& domain, Meanings& meanings) : random_(random), domain_(domain), meanings_(meanings) {}

  /// Makes a change that is allowed; gives its name, or nothing where the one that was drawn is not possible now.
  std::string change();

 private:
  std::string new_event();
  std::string new_version();
  std::string new_value();
  std::string new_value_version();
  std::string change_enum();
  std::string retire();
  Outcome outcome_of(const Event& event, std::string& name);

  void step_event(const std::string& name, Layout next);
  Event& add_event(std::vector<Field> fields);
  [[nodiscard]] std::vector<std::string> untouched_events() const;

  Random& random_;
  Domain& domain_;
  Meanings& meanings_;
  std::set<std::string> touched_;  ///< events and values that have an unreleased version already
};

/// A change of a released domain that is not allowed; gives its name, or nothing where the one drawn is not possible.
std::string spoil(Random& random, Domain& domain);

}  // namespace evolution
