// Versions: none missing, and each says how it comes from the one before.
#include <algorithm>
#include <iterator>

#include "sema/blocks.hpp"

namespace cqrsc::sema {
namespace {

std::string number(std::uint32_t version) { return std::to_string(version); }

void check_gaps(Analysis& analysis, const AggregateWork& work, const model::Event& event) {
  if (work.syntax->incomplete) return;
  std::uint32_t expected = 1;
  for (const model::EventVersion& version : event.versions) {
    if (version.version == 0) return;
    if (version.version != expected) {
      Diagnostic& report = analysis.reporter.report(kVersionGap, analysis.name_span(version), event.name,
                                                    number(version.version), number(expected));
      if (event.versions.size() == 1)
        report.help("the first version is " + quoted("v1"));
      else
        report.help("versions follow one another without a gap, and older ones stay in the file");
      return;
    }
    ++expected;
  }
}

/// The fields that a mapping assigns on every way through it.
std::set<const model::Field*> surely_assigned(const model::Block& block) {
  std::set<const model::Field*> result;
  for (const model::Statement* statement : block) {
    if (const auto* assign = std::get_if<model::AssignStatement>(&statement->node)) {
      if (assign->path.size() == 1 && assign->op == model::AssignOperator::Set)
        result.insert(std::get<model::PathField>(assign->path.front()).field);
    } else if (const auto* branch = std::get_if<model::IfStatement>(&statement->node)) {
      const auto then = surely_assigned(branch->then);
      const auto otherwise = surely_assigned(branch->otherwise);
      std::set_intersection(then.begin(), then.end(), otherwise.begin(), otherwise.end(),
                            std::inserter(result, result.end()));
    }
  }
  return result;
}

class UpcastAnalyzer {
 public:
  UpcastAnalyzer(Analysis& analysis, const AggregateWork& work, const EventWork& event, const model::EventVersion& old)
      : analysis_(analysis), work_(work), event_(event), old_(old) {}

  void analyze() {
    model::EventVersion& target = *event_.version;
    const auto& blocks = event_.syntax->from;
    const syntax::FromBlock* from = blocks.empty() ? nullptr : &blocks.front();
    model::Upcast& upcast = target.upcast.emplace();
    upcast.is_written = from != nullptr;
    upcast.location = analysis_.locate(from != nullptr ? from->span : event_.syntax->name.span);
    Scope scope;
    scope.block = "a `from` block";
    scope.incoming = &old_.fields;
    scope.incoming_source = model::FieldSource::Old;
    scope.incoming_word = "old";
    scope.incoming_owner = "event " + quoted(target.name) + " v" + number(old_.version);
    scope.own_id = work_.aggregate->id == nullptr ? nullptr : analysis_.type_of(*work_.aggregate->id);
    scope.has_meta = true;
    scope.externs = Externs::WithRevision;
    Typer typer(analysis_, *work_.context, scope);
    bool good = true;
    if (from != nullptr) {
      BlockAnalyzer block(typer, {.kind = BlockKind::Upcast,
                                  .target = &target.fields,
                                  .target_owner = "event " + quoted(target.name) + " v" + number(target.version)});
      upcast.body = block.analyze(from->statements);
      good = block.good() && !from->incomplete;
    }
    const std::set<const model::Field*> assigned = surely_assigned(upcast.body);
    for (const model::Field& field : target.fields) {
      if (field.type == nullptr || assigned.count(&field) != 0) continue;
      if (const auto init = initial(typer, field, from))
        upcast.fields.push_back(*init);
      else if (good)
        report(field, from);
    }
  }

 private:
  /// What a field is before the mapping's own statements: carried over, defaulted or absent.
  std::optional<model::FieldInit> initial(Typer& typer, const model::Field& field, const syntax::FromBlock* from) {
    const Span span = from != nullptr ? from->version.span : event_.syntax->name.span;
    const auto make = [&](const model::Expression* value, model::InitOrigin origin) {
      return model::FieldInit{&field, value, origin, analysis_.locate(span)};
    };
    const model::Field* same = find_field(old_.fields, field.name);
    if (same != nullptr && same->type == field.type)
      return make(typer.make(field.type, span, model::FieldNode{model::FieldSource::Old, same}),
                  model::InitOrigin::CarriedOver);
    if (same != nullptr) return std::nullopt;  // another type: it has to be said
    if (const model::Expression* value = written_default(analysis_, field))
      return make(value, model::InitOrigin::Default);
    if (field.type->kind == model::TypeKind::Optional)
      return make(typer.make(field.type, span, model::ConstantNode{model::NoneConstant{}}), model::InitOrigin::Absent);
    return std::nullopt;
  }

  void report(const model::Field& field, const syntax::FromBlock* from) {
    if (analysis_.incomplete.count(&old_.fields) != 0) return;
    const model::EventVersion& target = *event_.version;
    const model::Field* same = find_field(old_.fields, field.name);
    if (same != nullptr && same->type == nullptr) return;
    const Span span = from != nullptr ? from->version.span : event_.syntax->name.span;
    Diagnostic& report =
        same != nullptr
            ? analysis_.reporter.report(kUpcastType, span, field.name, model::to_text(*same->type),
                                        number(old_.version), model::to_text(*field.type), number(target.version))
            : analysis_.reporter.report(kUpcastIncomplete, span, target.name, number(target.version), field.name);
    report.label(analysis_.name_span(field), "this field");
    if (same != nullptr) report.label(analysis_.name_span(*same), "was this");
    const std::string line = field.name + " = …";
    report.help(from != nullptr ? "add " + quoted(line)
                                : "add " + quoted("from v" + number(old_.version) + " { " + line + " }"));
  }

  Analysis& analysis_;
  const AggregateWork& work_;
  const EventWork& event_;
  const model::EventVersion& old_;
};

bool check_from(Analysis& analysis, const EventWork& event) {
  bool good = true;
  const auto& blocks = event.syntax->from;
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    analysis.reporter.report(kFromTwice, blocks[i].version.span, event.version->name, number(event.version->version))
        .label(blocks[0].version.span, "the first one is here");
    good = false;
  }
  for (const syntax::FromBlock& from : blocks) {
    if (from.version.number == 0 || from.version.number + 1 == event.version->version) continue;
    Diagnostic& report = analysis.reporter.report(kFromVersion, from.version.span, event.version->name,
                                                  number(event.version->version), number(from.version.number));
    if (event.version->version > 1)
      report.help("each version comes from the one before it", from.version.span,
                  "v" + number(event.version->version - 1));
    else
      report.help("a first version comes from nothing: leave `from` out");
    good = false;
  }
  return good;
}

}  // namespace

void check_versions(Analysis& analysis) {
  for (const AggregateWork& work : analysis.aggregates)
    for (const model::Event& event : work.aggregate->events) check_gaps(analysis, work, event);
}

void analyze_upcasts(Analysis& analysis) {
  for (AggregateWork& work : analysis.aggregates) {
    for (const EventWork& event : work.events) {
      const bool good = check_from(analysis, event);
      if (!good || event.version->event->is_retired) continue;
      for (const model::EventVersion& old : event.version->event->versions)
        if (old.version + 1 == event.version->version) UpcastAnalyzer(analysis, work, event, old).analyze();
    }
  }
}

}  // namespace cqrsc::sema
