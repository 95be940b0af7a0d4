// `from`: how an older version becomes the next one.
#include <algorithm>
#include <map>

#include "sema/mappings.hpp"
#include "sema/near_names.hpp"

namespace cqrsc::sema {
namespace {

std::string number(std::uint32_t version) { return std::to_string(version); }

/// What a mapping's statements do to the fields of the new version, in the order written.
class AssignmentFlow {
 public:
  using Fields = std::set<const model::Field*>;

  /// Adds to `assigned` what the block sets whatever way it takes.
  void walk(const model::Block& block, Fields& assigned) {
    for (const model::Statement* statement : block) {
      if (const auto* assign = std::get_if<model::AssignStatement>(&statement->node))
        note(*assign, statement->location, assigned);
      else if (const auto* branch = std::get_if<model::IfStatement>(&statement->node))
        choose({&branch->then, &branch->otherwise}, assigned);
      else if (const auto* match = std::get_if<model::MatchStatement>(&statement->node))
        choose(arms_of(*match), assigned);
      else if (const auto* loop = std::get_if<model::ForStatement>(&statement->node))
        choose({&loop->body, nullptr}, assigned);
    }
  }

  /// Fields that are changed, in part or by `+=`, before they are set: with the first place.
  std::map<const model::Field*, model::Location> changed_first;
  bool has_open_match = false;  ///< a match on an enum without `else`, which a number without a member passes by

 private:
  void note(const model::AssignStatement& assign, const model::Location& location, Fields& assigned) {
    const model::Field* field = std::get<model::PathField>(assign.path.front()).field;
    if (assign.path.size() == 1 && assign.op == model::AssignOperator::Set)
      assigned.insert(field);
    else if (assigned.count(field) == 0)
      changed_first.try_emplace(field, location);
  }

  /// One of the ways is taken; null: none of them may be.
  void choose(const std::vector<const model::Block*>& ways, Fields& assigned) {
    std::optional<Fields> by_all;
    for (const model::Block* way : ways) {
      Fields one = assigned;
      if (way != nullptr) walk(*way, one);
      if (by_all)
        std::erase_if(*by_all, [&](const model::Field* field) { return one.count(field) == 0; });
      else
        by_all = std::move(one);
    }
    if (by_all) assigned = std::move(*by_all);
  }

  std::vector<const model::Block*> arms_of(const model::MatchStatement& match) {
    std::vector<const model::Block*> ways;
    for (const model::MatchStatementArm& arm : match.arms) ways.push_back(&arm.body);
    if (always_takes_an_arm(match)) return ways;
    has_open_match = true;
    ways.push_back(nullptr);
    return ways;
  }
};

class UpcastAnalyzer {
 public:
  UpcastAnalyzer(Analysis& analysis, const VersionStep& step)
      : analysis_(analysis),
        step_(step),
        from_(step.from->empty() ? nullptr : &step.from->front()),
        scope_(mapping_scope(analysis, step.aggregate, *step.old_fields, step.text(step.version - 1))),
        typer_(analysis, *step.context, scope_) {}

  void analyze() {
    model::Upcast& upcast = step_.upcast->emplace();
    upcast.is_written = from_ != nullptr;
    upcast.location = analysis_.locate(from_ != nullptr ? from_->span : step_.name_span);
    const bool good = from_ == nullptr || analyze_body(upcast);
    AssignmentFlow flow;
    AssignmentFlow::Fields assigned;
    flow.walk(upcast.body, assigned);
    for (const model::Field& field : *step_.fields) {
      const auto changed = flow.changed_first.find(&field);
      const bool is_set = assigned.count(&field) != 0 && changed == flow.changed_first.end();
      if (field.type == nullptr || is_set) continue;
      if (const auto init = initial(field))
        upcast.fields.push_back(*init);
      else if (!good)
        continue;
      else if (changed != flow.changed_first.end())
        report_changed(field, changed->second);
      else if (!is_poisoned(field) && find_field(*step_.old_fields, field.name) != nullptr)
        retyped_.push_back(&field);
      else if (!is_poisoned(field))
        missing_.push_back(&field);
    }
    for (const model::Field* field : retyped_) report_type(*field, flow);
    if (!missing_.empty()) report_missing(flow);
  }

 private:
  bool analyze_body(model::Upcast& upcast) {
    bool good = !from_->incomplete;
    for (const syntax::UnionArm& arm : from_->arms) {
      analysis_.reporter.report(kUnionArmPlace, arm.span, arm.from.text, step_.text(step_.version))
          .help("say what each field is: " + quoted("field = …"));
      good = false;
    }
    BlockAnalyzer block(typer_,
                        {.kind = BlockKind::Upcast, .target = step_.fields, .target_owner = step_.text(step_.version)});
    upcast.body = block.analyze(from_->statements);
    return block.good() && good;
  }

  /// Where a finding about the whole mapping stands.
  [[nodiscard]] Span place() const { return from_ != nullptr ? from_->version.span : step_.name_span; }

  /// What a field is before the mapping's own statements: carried over, defaulted or absent.
  std::optional<model::FieldInit> initial(const model::Field& field) {
    const auto make = [&](const model::Expression* value, model::InitOrigin origin) {
      return model::FieldInit{&field, value, origin, analysis_.locate(place())};
    };
    if (const model::Field* same = find_field(*step_.old_fields, field.name)) {
      const model::Expression* value = typer_.carry_over(*same, model::FieldSource::Old, field.type, place());
      if (value == nullptr) return std::nullopt;  // another type: it has to be said
      return make(value, model::InitOrigin::CarriedOver);
    }
    if (const model::Expression* value = written_default(analysis_, field))
      return make(value, model::InitOrigin::Default);
    if (field.type->kind == model::TypeKind::Optional)
      return make(typer_.make(field.type, place(), model::ConstantNode{model::NoneConstant{}}),
                  model::InitOrigin::Absent);
    return std::nullopt;
  }

  /// Whether a finding about the field would only repeat another one.
  [[nodiscard]] bool is_poisoned(const model::Field& field) const {
    if (analysis_.incomplete.count(step_.old_fields) != 0) return true;
    if (from_ == nullptr && analysis_.incomplete.count(step_.fields) != 0) return true;  // it may have been lost
    const model::Field* same = find_field(*step_.old_fields, field.name);
    return same != nullptr ? same->type == nullptr : field.has_written_default;
  }

  void report_changed(const model::Field& field, const model::Location& location) {
    if (is_poisoned(field)) return;
    const Span span{static_cast<FileId>(location.file), location.begin, location.end};
    analysis_.reporter.report(kMappingUnset, span, field.name)
        .label(analysis_.name_span(field), "this field")
        .note(step_.text(step_.version - 1) + " has no field of this name and type to begin with")
        .help("set all of it first: " + quoted(field.name + " = …"));
  }

  void report_type(const model::Field& field, const AssignmentFlow& flow) {
    const model::Field& same = *find_field(*step_.old_fields, field.name);
    Diagnostic& report =
        analysis_.reporter.report(kUpcastType, place(), field.name, model::to_text(*same.type),
                                  number(step_.version - 1), model::to_text(*field.type), number(step_.version));
    report.label(analysis_.name_span(field), "this field").label(analysis_.name_span(same), "was this");
    finish(report, flow, field.name + " = …");
  }

  /// What a mapping that is not there would have to say, of all fields: there is one mapping for them.
  [[nodiscard]] std::string whole_mapping() const {
    std::string lines;
    for (const model::Field& field : *step_.fields) {
      const bool changed = find_field(*step_.old_fields, field.name) != nullptr;
      const bool missing = std::find(missing_.begin(), missing_.end(), &field) != missing_.end();
      if (missing || std::find(retyped_.begin(), retyped_.end(), &field) != retyped_.end())
        lines += (lines.empty() ? "" : "  ") + field.name + " = " + (changed ? "…" : source_of(field));
    }
    return lines;
  }

  /// All fields at once: who has forgotten the mapping has forgotten it for all of them.
  void report_missing(const AssignmentFlow& flow) {
    std::vector<std::string> others;
    std::string lines;
    for (const model::Field* field : missing_) {
      if (field != missing_.front()) others.push_back(field->name);
      lines += (lines.empty() ? "" : "  ") + field->name + " = " + source_of(*field);
    }
    Diagnostic& report = analysis_.reporter.report(kUpcastIncomplete, place(), step_.name, number(step_.version),
                                                   missing_.front()->name, step_.word);
    for (const model::Field* field : missing_) report.label(analysis_.name_span(*field), "this field");
    if (!others.empty()) report.note("nor what " + listed(others) + (others.size() == 1 ? " is" : " are"));
    finish(report, flow, lines);
  }

  /// Whether the mapping gives a field of the older version to another already.
  [[nodiscard]] bool is_used(const std::string& old) const {
    if (from_ == nullptr) return false;
    for (const auto& statement : from_->statements) {
      const auto* assigned = std::get_if<syntax::AssignStatement>(&statement.node);
      const auto* name = assigned == nullptr ? nullptr : std::get_if<syntax::NameExpression>(&assigned->value->node);
      if (name != nullptr && name->name.text == old) return true;
    }
    return false;
  }

  /// The one field of the type that only the older version has: most likely the same under another name.
  [[nodiscard]] std::string source_of(const model::Field& field) const {
    std::vector<std::string> sources;
    for (const model::Field& old : *step_.old_fields)
      if (old.type == field.type && find_field(*step_.fields, old.name) == nullptr && !is_used(old.name))
        sources.push_back(old.name);
    return sources.size() == 1 ? sources.front() : related_name(field.name, sources).value_or("…");
  }

  void finish(Diagnostic& report, const AssignmentFlow& flow, const std::string& lines) const {
    if (flow.has_open_match)
      report.note("an enum may hold a number that has no member yet: a `match` needs `else` to cover it");
    report.help(from_ != nullptr
                    ? "add " + quoted(lines)
                    : "add " + quoted("from v" + number(step_.version - 1) + " { " + whole_mapping() + " }"));
  }

  Analysis& analysis_;
  const VersionStep& step_;
  const syntax::FromBlock* from_;
  Scope scope_;
  Typer typer_;
  std::vector<const model::Field*> missing_;
  std::vector<const model::Field*> retyped_;
};

}  // namespace

std::string VersionStep::text(std::uint32_t number) const {
  return word + std::string(" ") + quoted(name) + " v" + std::to_string(number);
}

Scope mapping_scope(Analysis& analysis, const AggregateWork* aggregate, const std::deque<model::Field>& fields,
                    const std::string& owner) {
  Scope scope;
  scope.block = aggregate == nullptr ? "the mapping of a value" : "a mapping";
  scope.incoming = &fields;
  scope.incoming_source = model::FieldSource::Old;
  scope.incoming_word = "old";
  scope.incoming_owner = owner;
  scope.reads_history = true;
  scope.names_versions = true;
  if (aggregate == nullptr) return scope;
  if (aggregate->aggregate->id != nullptr) scope.own_id = analysis.type_of(*aggregate->aggregate->id);
  scope.has_meta = true;
  scope.externs = Externs::WithRevision;
  return scope;
}

bool check_from(Analysis& analysis, const VersionStep& step) {
  bool good = true;
  const auto& blocks = *step.from;
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    analysis.reporter.report(kFromTwice, blocks[i].version.span, step.name, number(step.version))
        .label(blocks[0].version.span, "the first one is here");
    good = false;
  }
  for (const syntax::FromBlock& from : blocks) {
    if (from.version.number == 0 || from.version.number + 1 == step.version) continue;
    if (step.is_twice && from.version.number == step.version) continue;  // the newer one of two
    Diagnostic& report = analysis.reporter.report(kFromVersion, from.version.span, step.name, number(step.version),
                                                  number(from.version.number));
    if (step.version > 1)
      report.help("each version comes from the one before it", from.version.span, "v" + number(step.version - 1));
    else
      report.help("a first version comes from nothing; the newer one says how it comes from this: `from v1 { … }`");
    good = false;
  }
  return good;
}

void analyze_upcast(Analysis& analysis, const VersionStep& step) { UpcastAnalyzer(analysis, step).analyze(); }

}  // namespace cqrsc::sema
