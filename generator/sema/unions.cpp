// Unions: their versions and alternatives, and how the alternatives of one version become those of the next.
#include <algorithm>

#include "sema/habits.hpp"
#include "sema/literals.hpp"
#include "sema/near_names.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

constexpr model::Int128 kLargestNumber = 65535;

class UnionDeclarer {
 public:
  UnionDeclarer(Analysis& analysis, ContextWork& context, model::Union& target,
                const std::vector<const syntax::UnionDeclaration*>& written)
      : analysis_(analysis), context_(context), union_(target) {
    for (const syntax::UnionDeclaration* version : written)
      for (const syntax::Alternative& one : version->alternatives)
        highest_ = std::max(highest_, parse_integer(one.number.digits).value_or(0));
  }

  void add(const syntax::UnionDeclaration& syntax, bool is_current) {
    model::UnionVersion& version = union_.versions.emplace_back();
    describe(analysis_, version, syntax.name, syntax.doc);
    version.owner = &union_;
    version.version = syntax.version ? syntax.version->number : 1;
    analysis_.unions.push_back({&syntax, &version, &context_});
    const std::size_t before = analysis_.records.size();
    for (const syntax::Alternative& alternative : syntax.alternatives) add(version, alternative);
    for (std::size_t i = before; i < analysis_.records.size(); ++i) {
      analysis_.records[i].version = version.version;
      analysis_.records[i].is_current = is_current;
    }
    if (syntax.incomplete) analysis_.incomplete.insert(&version);
    if (version.alternatives.empty() && !syntax.incomplete)
      analysis_.reporter.report(kEmptyDeclaration, syntax.name.span, "union " + quoted(syntax.name.text))
          .help("give it alternatives, each with its number: " + quoted("First = 1 { }"));
  }

 private:
  void add(model::UnionVersion& version, const syntax::Alternative& syntax) {
    for (const model::Alternative& other : version.alternatives) {
      if (other.name != syntax.name.text) continue;
      analysis_.reporter.report(kDeclaredTwice, syntax.name.span, "alternative " + quoted(syntax.name.text))
          .label(analysis_.name_span(other), "first declared here");
      return;
    }
    model::Alternative& alternative = version.alternatives.emplace_back();
    describe(analysis_, alternative, syntax.name, syntax.doc);
    number(version, alternative, syntax.number);
    for (const syntax::Field& field : syntax.fields) check_field(field);
    RecordWork& record = analysis_.records.emplace_back();
    record.kind = RecordKind::Alternative;
    record.owner = "alternative " + quoted(alternative.name);
    record.syntax_fields = &syntax.fields;
    record.fields = &alternative.fields;
    record.context = &context_;
    if (syntax.incomplete) analysis_.incomplete.insert(&alternative.fields);
  }

  void number(const model::UnionVersion& version, model::Alternative& alternative, const syntax::Number& written) {
    const auto number = parse_integer(written.digits);
    if (!number || *number < 1 || *number > kLargestNumber) {
      analysis_.reporter.report(kAlternativeNumber, written.span, written.digits).note("numbers go from 1 to 65535");
      return;
    }
    alternative.number = static_cast<std::uint16_t>(*number);
    for (const model::Alternative& other : version.alternatives) {
      if (&other == &alternative || other.number != alternative.number) continue;
      Diagnostic& report = analysis_.reporter.report(kAlternativeNumberTwice, written.span, other.name,
                                                     alternative.name, written.digits);
      report.label(analysis_.name_span(other), "has it first")
          .note("the number is what is stored: it says which alternative it is");
      const char* const help = "write a number that no other has or had";
      if (highest_ < kLargestNumber)
        report.help(help, written.span, std::to_string(static_cast<std::int64_t>(highest_) + 1));
      else
        report.help(help);
      return;
    }
  }

  void check_field(const syntax::Field& field) {
    if (field.name.text != "type") return;
    analysis_.reporter.report(kAlternativeField, field.name.span, "type")
        .note("in JSON, `type` says which alternative it is")
        .help("choose another name: " + quoted("kind"));
  }

  Analysis& analysis_;
  ContextWork& context_;
  model::Union& union_;
  model::Int128 highest_ = 0;  ///< number of an alternative, of all versions
};

}  // namespace

void add_union_versions(Analysis& analysis, ContextWork& context, model::Union& target,
                        const std::vector<const syntax::UnionDeclaration*>& written) {
  UnionDeclarer declarer(analysis, context, target, written);
  for (const syntax::UnionDeclaration* syntax : written) declarer.add(*syntax, syntax == written.back());
  static_cast<model::Declaration&>(target) = target.current();
}

// ---------------------------------------------------------------------------------------------------- constructions

namespace {

const model::Alternative* find_alternative(const model::UnionVersion& version, const std::string& name) {
  const auto& all = version.alternatives;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

/// The current unions that can be named in a context: its own, and those of its imports.
std::vector<const model::UnionVersion*> visible_unions(const ContextWork& context) {
  std::vector<const model::UnionVersion*> unions;
  const auto add = [&](const ContextWork& from) {
    for (const model::Union& declared : from.context->unions)
      if (!declared.versions.empty()) unions.push_back(&declared.current());
  };
  add(context);
  for (const ContextWork* import : context.imports) add(*import);
  return unions;
}

/// The path before its last name.
syntax::Path qualifier_of(const syntax::Path& path) {
  syntax::Path qualifier{{path.parts.begin(), path.parts.end() - 1}, path.span};
  qualifier.span.end = qualifier.parts.back().span.end;
  return qualifier;
}

const model::Union* named_union(const ContextWork& context, const syntax::Path& path) {
  const syntax::Path qualifier = qualifier_of(path);
  if (qualifier.parts.size() != 1) return nullptr;
  const SymbolEntry* entry = find_symbol_quietly(context, qualifier.last().text);
  auto* const* found = entry == nullptr ? nullptr : std::get_if<model::Union*>(&entry->symbol);
  return found == nullptr || (*found)->versions.empty() ? nullptr : *found;
}

}  // namespace

const model::Alternative* Typer::alternative_of(const model::UnionVersion& version, const syntax::Name& name) {
  if (const model::Alternative* found = find_alternative(version, name.text)) return found;
  if (analysis_.incomplete.count(&version) != 0) return nullptr;
  std::vector<std::string> names;
  for (const model::Alternative& one : version.alternatives) names.push_back(one.name);
  Diagnostic& report = analysis_.reporter.report(kUnknownAlternative, name.span, version.name, name.text);
  report.label(analysis_.name_span(version), "the union");
  suggest(report, name, names, "it has no alternatives");
  return nullptr;
}

/// Storage { aisle = 1  shelf = 1 }, where only one alternative has these fields.
void Typer::help_with_fields(const model::UnionVersion& version, const syntax::ConstructExpression& construct) {
  const syntax::Name& name = construct.type.last();
  Diagnostic* const said = analysis_.reporter.said(kUnknownAlternative, name.span);
  if (said == nullptr || !said->helps.empty() || construct.initializers.empty()) return;
  const model::Alternative* found = nullptr;
  for (const model::Alternative& one : version.alternatives) {
    const bool fits = std::ranges::all_of(construct.initializers, [&](const syntax::Initializer& given) {
      return find_field(one.fields, given.name.text) != nullptr;
    });
    if (!fits) continue;
    if (found != nullptr) return;
    found = &one;
  }
  if (found != nullptr) said->help("these are the fields of " + quoted(found->name), name.span, found->name);
}

std::optional<Typer::Result> Typer::construct_alternative(const syntax::ConstructExpression& construct, Span span,
                                                          const model::Type* expected) {
  if (construct.type.parts.empty()) return std::nullopt;
  const syntax::Name& name = construct.type.last();
  if (construct.type.parts.size() > 1) {
    const model::Union* named = named_union(context_, construct.type);
    if (named == nullptr) return std::nullopt;
    const model::UnionVersion* version = &named->current();
    const bool wanted =
        expected != nullptr && expected->kind == model::TypeKind::Union && expected->union_version->owner == named;
    if (wanted) version = expected->union_version;
    const model::Alternative* alternative = alternative_of(*version, name);
    return alternative == nullptr ? nullptr : make_alternative(*version, *alternative, construct, span);
  }
  if (expected != nullptr && expected->kind == model::TypeKind::Union) {
    if (const model::Alternative* found = find_alternative(*expected->union_version, name.text))
      return make_alternative(*expected->union_version, *found, construct, span);
  }
  const model::UnionVersion* home = nullptr;
  if (find_symbol_quietly(context_, name.text) != nullptr) return std::nullopt;
  for (const model::UnionVersion* version : visible_unions(context_)) {
    if (find_alternative(*version, name.text) == nullptr) continue;
    if (home != nullptr) {
      const std::string full = home->name + "." + name.text;
      analysis_.reporter.report(kAmbiguousAlternative, name.span, name.text, home->name, version->name)
          .help("say which: " + quoted(full) + " or " + quoted(version->name + "." + name.text), name.span, full);
      return nullptr;
    }
    home = version;
  }
  if (home != nullptr) return make_alternative(*home, *find_alternative(*home, name.text), construct, span);
  // Nothing is called so: where a union is needed, one of its alternatives was meant.
  if (expected == nullptr || expected->kind != model::TypeKind::Union) return std::nullopt;
  alternative_of(*expected->union_version, name);
  help_with_fields(*expected->union_version, construct);
  return nullptr;
}

const model::Expression* Typer::make_alternative(const model::UnionVersion& version,
                                                 const model::Alternative& alternative,
                                                 const syntax::ConstructExpression& construct, Span span) {
  if (construct.version && construct.version->number != 0) {
    analysis_.reporter
        .report(kUnknownDeclaration, construct.version->span,
                "version " + std::to_string(construct.version->number) + " of", alternative.name)
        .label(analysis_.name_span(version), "the union has versions, its alternatives have none")
        .help("leave the version out", construct.version->span, "");
    return nullptr;
  }
  const InitRules rules{.owner = "alternative " + quoted(alternative.name)};
  auto fields = initialize(alternative.fields, construct.initializers, construct.type.span, construct.braces, rules);
  if (!fields) return nullptr;
  const model::Type* type = analysis_.model.intern({.kind = model::TypeKind::Union, .union_version = &version});
  return make(type, span, model::ConstructUnionNode{&alternative, std::move(*fields)});
}

// --------------------------------------------------------------------------------------------------------- patterns

std::optional<model::Pattern> Typer::alternative_pattern(const syntax::NamePattern& named, const model::Type& type,
                                                         const model::Type& inner, Span span) {
  const model::UnionVersion& version = *inner.union_version;
  const bool qualified = named.name.parts.size() > 1;
  if (qualified && named.name.parts[named.name.parts.size() - 2].text != version.name) {
    mismatch(span, type, quoted(named.name.text()));
    return std::nullopt;
  }
  const model::Alternative* alternative = alternative_of(version, named.name.last());
  model::PatternAlternative result{alternative, nullptr};
  if (named.binding) result.binding = declare(*named.binding, alternative == nullptr ? nullptr : &inner, alternative);
  scope_.unnamed = named.binding ? nullptr : alternative;
  if (alternative == nullptr) return std::nullopt;
  return model::Pattern(result);
}

/// Payment.Cash, where `Payment` is the union.
bool Typer::help_with_union(Diagnostic& report, const syntax::Name& name) const {
  const SymbolEntry* entry = find_symbol_quietly(context_, name.text);
  const auto* found = entry == nullptr ? nullptr : std::get_if<model::Union*>(&entry->symbol);
  if (found == nullptr) return false;
  const std::string_view source = analysis_.sources.file(name.span).text();
  const std::size_t begin = source.find_first_not_of(":.", name.span.end);
  for (const model::Alternative& alternative : (*found)->current().alternatives) {
    if (begin == std::string_view::npos || source.compare(begin, alternative.name.size(), alternative.name) != 0)
      continue;
    const Span whole{name.span.file, name.span.begin, static_cast<std::uint32_t>(begin + alternative.name.size())};
    report.help("an alternative is made by its own name", whole,
                alternative.name + (alternative.fields.empty() ? " { }" : " { … }"));
    return true;
  }
  report.note(quoted(name.text) + " is a union: its alternatives are made by their own names");
  return true;
}

}  // namespace cqrsc::sema
