#pragma once

#include "sema/analysis.hpp"

namespace cqrsc::sema {

/// The type that is written; null where it is none, which has been reported then.
const model::Type* resolve_type(Analysis& analysis, const ContextWork& context, const syntax::Type& type);
/// Whether a word by itself is a type, one of the language or of the context.
bool is_type_name(const ContextWork& context, const std::string& name);

/// The type that a refined value is, in the end; null where it is none, which has been reported then.
const model::Type* base_of(Analysis& analysis, Refinement& refinement);
/// The refined value that a type names by itself; null where it is something else.
const Refinement* find_refinement(Analysis& analysis, const ContextWork& context, const syntax::Type& type);
/// The conditions of refined values that a field's type names, `list<Percent>?`, over the field's value; null: none.
const model::Expression* refined_conditions(Analysis& analysis, const ContextWork& context, const syntax::Type& type,
                                            const model::Expression* value);
/// Types the conditions by themselves: what is wrong with one is said once.
void check_refinements(Analysis& analysis);

/// `@personal` and `@tag` of a field whose type is known.
void mark_field(Analysis& analysis, const RecordWork& record, const syntax::Field& syntax, model::Field& field);
/// `@personal(subject = field)`: once all fields of the record are known.
void link_subjects(Analysis& analysis, RecordWork& record);
/// What a personal value must not be used for, over all that the context computes.
void check_personal(Analysis& analysis);

}  // namespace cqrsc::sema
