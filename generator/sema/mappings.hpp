// How one layout becomes another: what `from` and `becomes` have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sema/blocks.hpp"

namespace cqrsc::sema {

/// One version and how it comes from the one before it.
struct VersionStep {
  ContextWork* context = nullptr;
  const AggregateWork* aggregate = nullptr;  ///< whose event it is; null: of a value, which has neither id nor meta
  const char* word = "";                     ///< "event", "value", "union"
  std::string name;
  std::uint32_t version = 1;
  Span name_span;
  const std::vector<syntax::FromBlock>* from = nullptr;
  const std::deque<model::Field>* old_fields = nullptr;
  const std::deque<model::Field>* fields = nullptr;
  std::optional<model::Upcast>* upcast = nullptr;  ///< what is filled
  bool is_twice = false;                           ///< there is another declaration of this version, as is reported

  [[nodiscard]] std::string text(std::uint32_t number) const;  ///< "event `Opened` v2"
};

/// Reports blocks that come from elsewhere or more than once; false: there were some.
bool check_from(Analysis& analysis, const VersionStep& step);
/// Fills `step.upcast`; reports every field of the version that it leaves open.
void analyze_upcast(Analysis& analysis, const VersionStep& step);

/// The same for a union: what every alternative of `old` becomes in `target`.
void analyze_union_upcast(Analysis& analysis, const VersionStep& step, const model::UnionVersion& old,
                          model::UnionVersion& target);

/// What a mapping reads: the fields of `owner`, an older version or a retired event.
Scope mapping_scope(Analysis& analysis, const AggregateWork* aggregate, const std::deque<model::Field>& fields,
                    const std::string& owner);

/// Every retired event says, for its last version, what it becomes; no way through history comes back to its beginning.
void analyze_outcomes(Analysis& analysis, AggregateWork& work);

}  // namespace cqrsc::sema
