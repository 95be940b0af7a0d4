// Random fields and layouts, and what becomes of them in a next version.
#pragma once

#include "plain.hpp"

namespace evolution {

/// One to four fields of any type.
std::vector<Field> some_fields(Random& random, const Domain& domain);

/// The layout with one to three changes, and how it comes from the one before. `what` names one of them.
Layout changed_layout(Random& random, const Domain& domain, const Layout& before, std::string& what);

/// The union with one change: an alternative added, renamed, merged into another, or given a field.
UnionLayout changed_union(Random& random, const Domain& domain, const UnionLayout& before, std::string& what);

/// What a retired event of `from` has to say to become one of `to`; false where it cannot.
bool mapping_to(Random& random, const std::vector<Field>& from, const std::vector<Field>& to,
                std::vector<Mapping>& maps);

/// A field that can be asked: a bool, or whether it is there. Empty if there is none.
std::string some_test(Random& random, const std::vector<Field>& fields);

/// A type that is not `type`, and to which it does not convert by itself.
Type other_type(const Type& type);

}  // namespace evolution
