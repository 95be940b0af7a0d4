// What stored data means today, kept up to date by hand: whatever an edit does to a layout, it does here to the plain
// data of everything that was stored in it.
#pragma once

#include "plain.hpp"

namespace evolution {

/// An event of today, as plain data.
struct Fact {
  std::string event;
  Json fields;
  friend bool operator==(const Fact&, const Fact&) = default;
};

/// `json` of the one type, as the other says it. What differs is that integers are wider, decimals have more digits,
/// something is optional now, or values inside are of the next version.
Json converted(const Domain& domain, const Type& from, const Type& to, const Json& json);

/// A record of the older fields in the next layout.
Json stepped(const Domain& domain, const std::vector<Field>& older, const Layout& next, const Json& record);

/// What an event, retired now, becomes.
std::vector<Fact> become(const Domain& domain, const Event& retired, const Json& record);

}  // namespace evolution
