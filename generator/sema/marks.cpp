// What is said of a field with an annotation: that it is personal, that it is a tag.
#include <algorithm>

#include "sema/near_names.hpp"
#include "sema/scope.hpp"
#include "sema/types.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

/// Whether personal data may stand there for ever: what is stored, or made of what is stored.
bool may_be_personal(RecordKind kind) { return kind != RecordKind::Command && kind != RecordKind::Error; }

void mark_personal(Analysis& analysis, const RecordWork& record, const syntax::Annotation& annotation,
                   model::Field& field) {
  if (!may_be_personal(record.kind)) {
    Diagnostic& report =
        analysis.reporter.report(kMisplacedModifier, annotation.span, "@personal", "a field of " + record.owner);
    report.note(record.kind == RecordKind::Command
                    ? "a command is not kept: personal is what its events keep, and the state and rows made of them"
                    : "an error is not kept");
    report.help("leave it out here", annotation.span, "");
    return;
  }
  const bool names_subject = annotation.parameter && annotation.parameter->text == "subject" &&
                             std::holds_alternative<syntax::Name>(annotation.argument);
  const bool is_plain =
      !annotation.parameter.has_value() && std::holds_alternative<std::monostate>(annotation.argument);
  if (!names_subject && !is_plain) {
    analysis.reporter.report(kAnnotationArgument, annotation.span, "personal", "nothing, or a subject")
        .help("say whose data it is by a field beside it: " + quoted("@personal(subject = customer)"));
    return;
  }
  field.is_personal = true;
}

void mark_tag(Analysis& analysis, const RecordWork& record, const syntax::Annotation& annotation, model::Field& field) {
  if (record.kind != RecordKind::Event) {
    analysis.reporter.report(kMisplacedModifier, annotation.span, "@tag", "a field of " + record.owner)
        .note("events are found by their tags, and nothing else has any")
        .help("leave it out here", annotation.span, "");
    return;
  }
  if (annotation.parameter || !std::holds_alternative<std::monostate>(annotation.argument)) {
    analysis.reporter.report(kAnnotationArgument, annotation.span, "tag", "nothing").help("write `@tag`");
    return;
  }
  field.is_tag = true;
  if (field.type == nullptr) return;
  const model::Type& type = field.type->kind == TypeKind::Optional ? *field.type->element : *field.type;
  if (model::is_key(type)) return;
  analysis.reporter.report(kTag, annotation.span, field.name, "its type is " + quoted(model::to_text(*field.type)))
      .note("a tag is one value that tells events apart: an id, a number but a float, text, a time, an enum");
}

void link_subject(Analysis& analysis, RecordWork& record, const syntax::Name& name, model::Field& field) {
  const model::Field* subject = find_field(*record.fields, name.text);
  Diagnostic* report = nullptr;
  if (subject == nullptr) {
    if (analysis.incomplete.count(record.fields) != 0) return;
    report = &analysis.reporter.report(kPersonalSubject, name.span, name.text, field.name);
    report->at_primary(record.owner + " has no such field");
    std::vector<std::string> names;
    for (const model::Field& other : *record.fields) names.push_back(other.name);
    if (const auto near = nearest_name(name.text, names)) report->help("there is " + quoted(*near), name.span, *near);
    return;
  }
  if (subject->type == nullptr) return;
  const bool tells_apart = model::is_key(*subject->type) && subject->type->kind != TypeKind::Enum;
  if (subject == &field || subject->is_personal || !tells_apart) {
    report = &analysis.reporter.report(kPersonalSubject, name.span, name.text, field.name);
    report
        ->label(analysis.name_span(*subject),
                subject->is_personal ? "personal itself" : "not what a person is known by")
        .note(
            "the key that data are kept under is found by the subject, so everybody may read that: an id, or what is "
            "one");
    return;
  }
  field.personal_subject = subject;
}

}  // namespace

void mark_field(Analysis& analysis, const RecordWork& record, const syntax::Field& syntax, model::Field& field) {
  for (const syntax::Annotation& annotation : syntax.annotations) {
    if (annotation.name.text == "personal") mark_personal(analysis, record, annotation, field);
    if (annotation.name.text == "tag") mark_tag(analysis, record, annotation, field);
  }
  if (!field.is_personal) return;
  if (field.is_tag) analysis.reporter.report(kPersonal, syntax.name.span, field.name, "a tag");
  if (field.is_index) analysis.reporter.report(kPersonal, *syntax.index, field.name, "an index");
}

void link_subjects(Analysis& analysis, RecordWork& record) {
  for (const auto& [syntax, field] : record.pairs) {
    if (!field->is_personal) continue;
    for (const syntax::Annotation& annotation : syntax->annotations) {
      const auto* name = std::get_if<syntax::Name>(&annotation.argument);
      if (annotation.name.text == "personal" && annotation.parameter && name != nullptr)
        link_subject(analysis, record, *name, *field);
    }
  }
}

}  // namespace cqrsc::sema
