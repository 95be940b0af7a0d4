// What the steps of the analysis share. Only for the files of this folder.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "diag/reporter.hpp"
#include "model/model.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::sema {

struct Refinement;

/// A declaration that this release reads but does not compile; reported where it stands, silent where it is used.
struct LaterDeclaration {};

using Symbol =
    std::variant<model::Id*, model::Enum*, model::Value*, model::Union*, model::Error*, model::ExternFunction*,
                 model::Aggregate*, model::Projection*, model::Query*, Refinement*, LaterDeclaration>;
struct SymbolEntry {
  Symbol symbol;
  Span span;  ///< of the name
};

/// One context: its files and what they declare.
struct ContextWork {
  model::Context* context = nullptr;
  std::vector<const syntax::File*> files;
  std::map<std::string, SymbolEntry> symbols;
  std::vector<ContextWork*> imports;
  bool is_main = false;
  bool incomplete = false;   ///< a declaration may have been lost to a syntax error: what is unknown may only be unread
  bool lost_import = false;  ///< a context that it imports was not found: what is unknown may be declared there
};

/// `value Percent = int32 where it in 0..100`: another name for a type, whose condition is checked wherever a command
/// is checked that has such a field.
struct Refinement {
  const syntax::ValueDeclaration* syntax = nullptr;
  const ContextWork* context = nullptr;
  const model::Type* base = nullptr;  ///< null: not known yet, or wrong
  bool is_resolving = false;
  bool is_resolved = false;
};

enum class RecordKind : std::uint8_t { Value, Alternative, Error, Event, State, Command, Row };

/// A record whose fields come from the syntax tree.
struct RecordWork {
  RecordKind kind = RecordKind::Value;
  std::string owner;  ///< as messages name it: "event `Opened`"
  const std::vector<syntax::Field>* syntax_fields = nullptr;
  std::deque<model::Field>* fields = nullptr;
  ContextWork* context = nullptr;
  bool incomplete = false;
  std::uint32_t version = 1;  ///< of an event, value or union
  bool is_current = true;     ///< false: history, an older version or a retired event
  std::vector<std::pair<const syntax::Field*, model::Field*>> pairs;  ///< filled by the types step
};

struct EventWork {
  const syntax::EventDeclaration* syntax = nullptr;
  model::EventVersion* version = nullptr;
  std::size_t record = 0;  ///< index into Analysis::records
};

struct AggregateWork {
  const syntax::AggregateDeclaration* syntax = nullptr;
  model::Aggregate* aggregate = nullptr;
  ContextWork* context = nullptr;
  std::vector<EventWork> events;
  std::map<std::string, model::Event*> events_by_name;
  std::map<std::string, std::pair<const syntax::CommandDeclaration*, model::Command*>> commands;
  [[nodiscard]] bool is_imported() const { return !context->is_main; }
};

struct ProjectionWork {
  const syntax::ProjectionDeclaration* syntax = nullptr;
  model::Projection* projection = nullptr;
  ContextWork* context = nullptr;
  bool is_broken = false;  ///< a handler has an error: what it does not do is not known
};

struct QueryWork {
  const syntax::QueryDeclaration* syntax = nullptr;
  model::Query* query = nullptr;
  ContextWork* context = nullptr;
};

/// A default that is analyzed when it is first needed, since defaults build on each other.
struct DefaultWork {
  const syntax::Field* syntax = nullptr;
  model::Field* field = nullptr;
  ContextWork* context = nullptr;
};

template <typename Syntax, typename Target>
struct Pairing {
  const Syntax* syntax = nullptr;
  Target* target = nullptr;
  ContextWork* context = nullptr;
};

/// The state of one analysis. Steps are functions over it, in the order that analyze.cpp lists.
struct Analysis {
  Analysis(const SourceMap& source_map, Reporter& reports, model::Model& target)
      : sources(source_map), reporter(reports), model(target) {}

  const SourceMap& sources;
  Reporter& reporter;
  model::Model& model;

  std::deque<ContextWork> contexts;  ///< the main one first, then imported ones by name
  std::deque<RecordWork> records;
  std::vector<Pairing<syntax::IdDeclaration, model::Id>> ids;
  std::vector<Pairing<syntax::EnumDeclaration, model::Enum>> enums;
  std::vector<Pairing<syntax::ValueDeclaration, model::ValueVersion>> values;
  std::vector<Pairing<syntax::UnionDeclaration, model::UnionVersion>> unions;
  std::vector<Pairing<syntax::ErrorDeclaration, model::Error>> errors;
  std::vector<Pairing<syntax::ExternFunction, model::ExternFunction>> functions;
  std::deque<AggregateWork> aggregates;            ///< those of imported contexts too, with what is public of them
  std::deque<model::Aggregate> hidden_aggregates;  ///< imported, without public events: not in the Model
  std::deque<Refinement> refinements;
  std::set<const Refinement*> wrong_refinements;  ///< whose condition has an error
  std::deque<ProjectionWork> projections;
  std::deque<QueryWork> queries;
  std::map<const model::Field*, DefaultWork> defaults;  ///< those not analyzed yet
  std::set<const model::Id*> refined;
  std::set<const model::Event*> broken_handlers;  ///< whose `on` has errors: what it does not do is not known
  std::map<const model::Command*, std::set<const model::ExternFunction*>> called;
  std::set<const model::EventVersion*> twice;  ///< of which there is another declaration
  std::set<const void*> incomplete;            ///< records (by their fields) that lost members to a syntax error

  [[nodiscard]] model::Location locate(Span span) const;
  [[nodiscard]] const model::Type* scalar(model::TypeKind kind) { return model.intern({.kind = kind}); }
  [[nodiscard]] const model::Type* decimal(int precision, int scale);
  [[nodiscard]] const model::Type* list_of(const model::Type* element);
  [[nodiscard]] const model::Type* optional_of(const model::Type* element);
  [[nodiscard]] const model::Type* type_of(const model::Id& id);
  /// Whether an id is refined by a `where`, analyzed or not.
  [[nodiscard]] bool has_condition(const model::Id& id) const { return refined.count(&id) != 0; }
  [[nodiscard]] Span name_span(const model::Declaration& declaration) const;
  /// For report_lack(): that a field is not declared as something of this type.
  [[nodiscard]] std::string lack_of_type(const model::Field& field, const model::Type& type) const;
};

/// Copies name, doc and place.
void describe(const Analysis& analysis, model::Declaration& target, const syntax::Name& name, const syntax::Doc& doc);

/// Applies `@deprecated`; refuses what is unknown, and on what is no field what only fields have. `owner`: for
/// messages.
void annotate(Analysis& analysis, model::Declaration& target, const std::vector<syntax::Annotation>& annotations,
              const std::string& owner);

/// `name` in backquotes, as messages show it.
std::string quoted(const std::string& name);
/// Something of the type as it is written, for a help to show; "…" where nothing short is.
std::string sample_text(const model::Type& type);

/// What a name stands for in a context: its own declarations, else those of imports. Reports what is ambiguous or,
/// where `what` is given ("error", "type", …), unknown. Null: nothing, or reported.
const SymbolEntry* find_symbol(Analysis& analysis, const ContextWork& context, const syntax::Path& path,
                               const char* what);
/// The same, silently; null where it is unknown or ambiguous.
const SymbolEntry* find_symbol_quietly(const ContextWork& context, const std::string& name);

/// Where an imported context has a symbol of that name that it keeps to itself, says so. False where none has.
bool note_what_is_kept(const ContextWork& context, const std::string& name, std::string_view what, Diagnostic& report);

/// "an id", "an enum", …: for messages about a name that stands for something else than it should.
const char* kind_text(const Symbol& symbol);

/// Gives a union its versions, as written, ascending.
void add_union_versions(Analysis& analysis, ContextWork& context, model::Union& target,
                        const std::vector<const syntax::UnionDeclaration*>& written);

/// The steps.
void collect(Analysis& analysis, const std::vector<const syntax::File*>& files,
             const std::vector<const syntax::File*>& imported);
void resolve_imports(Analysis& analysis);
void declare(Analysis& analysis);
void resolve_types(Analysis& analysis);
void check_recursion(Analysis& analysis);
void check_versions(Analysis& analysis);
void analyze_records(Analysis& analysis);
void analyze_upcasts(Analysis& analysis);
void analyze_aggregates(Analysis& analysis);
void check_coverage(Analysis& analysis);
void check_creation(Analysis& analysis);
void compute_rejections(Analysis& analysis);
/// Reports what is more than C++ and SQLite carry; needs to know all of it.
void check_limits(Analysis& analysis);
void resolve_projections(Analysis& analysis);
void resolve_queries(Analysis& analysis);
void analyze_projections(Analysis& analysis);
void analyze_queries(Analysis& analysis);
void analyze_scenarios(Analysis& analysis);

}  // namespace cqrsc::sema
