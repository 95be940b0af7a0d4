// How the alternatives of an older version of a union become those of the next one.
#include <algorithm>

#include "sema/mappings.hpp"

namespace cqrsc::sema {
namespace {

using model::FieldInit;
using model::InitOrigin;

std::string number(std::uint32_t version) { return std::to_string(version); }

class UnionUpcastAnalyzer {
 public:
  UnionUpcastAnalyzer(Analysis& analysis, const VersionStep& step, const model::UnionVersion& old,
                      model::UnionVersion& target)
      : analysis_(analysis),
        step_(step),
        old_(old),
        target_(target),
        from_(step.from->empty() ? nullptr : &step.from->front()) {}

  void analyze() {
    model::UnionUpcast& upcast = target_.upcast.emplace();
    upcast.is_written = from_ != nullptr;
    upcast.location = analysis_.locate(from_ != nullptr ? from_->span : step_.name_span);
    if (from_ != nullptr) read_arms();
    for (const model::Alternative& one : old_.alternatives) {
      const auto arm = arms_.find(&one);
      auto mapped = arm == arms_.end() ? kept(one) : written(one, *arm->second);
      if (mapped) upcast.alternatives.push_back(std::move(*mapped));
    }
  }

 private:
  void read_arms() {
    if (!from_->statements.empty())
      analysis_.reporter.report(kUnionStatement, from_->statements.front().span, step_.name, number(step_.version))
          .help("say what each alternative becomes: " + quoted("External => Bank { iban = old.iban }"));
    for (const syntax::UnionArm& arm : from_->arms) {
      Scope scope;
      const model::Alternative* one = Typer(analysis_, *step_.context, scope).alternative_of(old_, arm.from);
      if (one == nullptr) continue;
      const auto [first, added] = arms_.try_emplace(one, &arm);
      if (added) continue;
      analysis_.reporter.report(kUnionArmTwice, arm.from.span, one->name)
          .label(first->second->from.span, "the first one is here");
    }
  }

  [[nodiscard]] std::string owner(const model::Alternative& one) const {
    return "alternative " + quoted(one.name) + " of " + step_.text(old_.version);
  }

  std::optional<model::AlternativeUpcast> written(const model::Alternative& one, const syntax::UnionArm& arm) {
    Scope scope = mapping_scope(analysis_, nullptr, one.fields, owner(one));
    Typer typer(analysis_, *step_.context, scope);
    if (arm.made.type.parts.empty()) return std::nullopt;
    const model::Alternative* to = typer.alternative_of(target_, arm.made.type.last());
    if (to == nullptr) return std::nullopt;
    const InitRules rules{.owner = "alternative " + quoted(to->name),
                          .carry_over = &one.fields,
                          .carry_over_source = model::FieldSource::Old,
                          .carry_over_owner = owner(one)};
    auto fields = typer.initialize(to->fields, arm.made.initializers, arm.made.type.span, arm.made.braces, rules);
    if (!fields) return std::nullopt;
    return model::AlternativeUpcast{&one, to, true, std::move(*fields), analysis_.locate(arm.span)};
  }

  /// What no arm maps is what it was: the alternative of the same name, whose fields carry over or need nothing.
  std::optional<model::AlternativeUpcast> kept(const model::Alternative& one) {
    const auto& all = target_.alternatives;
    const auto to = std::find_if(all.begin(), all.end(), [&](const auto& other) { return other.name == one.name; });
    if (to == all.end()) return report(one, nullptr), std::nullopt;
    Scope scope = mapping_scope(analysis_, nullptr, one.fields, owner(one));
    Typer typer(analysis_, *step_.context, scope);
    model::AlternativeUpcast mapped{&one, &*to, false, {}, analysis_.locate(place())};
    for (const model::Field& field : to->fields) {
      if (field.type == nullptr) return std::nullopt;
      auto init = initial(typer, one, field);
      if (!init) return report(one, &field), std::nullopt;
      mapped.fields.push_back(*init);
    }
    return mapped;
  }

  std::optional<FieldInit> initial(Typer& typer, const model::Alternative& one, const model::Field& field) {
    const auto make = [&](const model::Expression* value, InitOrigin origin) {
      return FieldInit{&field, value, origin, analysis_.locate(place())};
    };
    if (const model::Field* same = find_field(one.fields, field.name)) {
      const model::Expression* value = typer.carry_over(*same, model::FieldSource::Old, field.type, place());
      if (value == nullptr) return std::nullopt;
      return make(value, InitOrigin::CarriedOver);
    }
    if (const model::Expression* value = written_default(analysis_, field)) return make(value, InitOrigin::Default);
    if (field.type->kind != model::TypeKind::Optional) return std::nullopt;
    return make(typer.make(field.type, place(), model::ConstantNode{model::NoneConstant{}}), InitOrigin::Absent);
  }

  [[nodiscard]] Span place() const { return from_ != nullptr ? from_->version.span : step_.name_span; }

  /// `open`: the field of the alternative of the same name that has no value; null: there is no such alternative.
  void report(const model::Alternative& one, const model::Field* open) {
    const bool unread = analysis_.incomplete.count(&old_) != 0 || analysis_.incomplete.count(&target_) != 0 ||
                        analysis_.incomplete.count(&one.fields) != 0 ||
                        (from_ != nullptr && (from_->incomplete || !from_->statements.empty()));
    const model::Field* same = open == nullptr ? nullptr : find_field(one.fields, open->name);
    if (unread || (same != nullptr && same->type == nullptr)) return;
    Diagnostic& report =
        analysis_.reporter.report(kUnionArmMissing, place(), target_.name, number(target_.version), one.name);
    report.label(analysis_.name_span(one), "this alternative of v" + number(old_.version));
    if (same != nullptr)
      report.label(analysis_.name_span(*open),
                   "was " + quoted(model::to_text(*same->type)) + ", is " + quoted(model::to_text(*open->type)));
    else if (open != nullptr)
      report.label(analysis_.name_span(*open), "has no value then");
    const std::string to = open != nullptr ? one.name + " { " + open->name + " = … }" : "… { … }";
    const std::string arm = one.name + " => " + to;
    report.help(from_ != nullptr ? "add " + quoted(arm)
                                 : "add " + quoted("from v" + number(old_.version) + " { " + arm + " }"));
  }

  Analysis& analysis_;
  const VersionStep& step_;
  const model::UnionVersion& old_;
  model::UnionVersion& target_;
  const syntax::FromBlock* from_;
  std::map<const model::Alternative*, const syntax::UnionArm*> arms_;
};

}  // namespace

void analyze_union_upcast(Analysis& analysis, const VersionStep& step, const model::UnionVersion& old,
                          model::UnionVersion& target) {
  UnionUpcastAnalyzer(analysis, step, old, target).analyze();
}

}  // namespace cqrsc::sema
