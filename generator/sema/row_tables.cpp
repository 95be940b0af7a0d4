// The table that a projection is: columns and tables have one owner each.
#include "model/column_name.hpp"
#include "sema/read_models.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Whose table it would be; null: nobody's.
const char* reserved_by(const model::Projection& projection) {
  // Rows of inline projections stand beside the log.
  static const std::set<std::string> kTablesOfTheLog{"name",       "log",    "indexed",  "stream", "command",
                                                     "type_block", "tagged", "snapshot", "event",  "command_log"};
  const std::string name = lower(projection.name);
  if (name.rfind("sqlite_", 0) == 0) return "the database's own";
  if (name.rfind("cqrs_", 0) == 0) return "those that keep where projections stand";
  return projection.is_inline && kTablesOfTheLog.count(name) != 0 ? "the event log's, beside which it is kept"
                                                                  : nullptr;
}

/// The table of projection `name` that `other` has as well; none: there is none.
std::optional<std::string> shared_table(const std::string& name, const std::string& other) {
  if (name.size() == other.size())
    return lower(name) == lower(other) && name < other ? std::optional(other) : std::nullopt;
  if (other.size() < name.size() + 2 || lower(other.substr(0, name.size())) != lower(name)) return std::nullopt;
  if (other[name.size()] != '_') return std::nullopt;
  const std::string rest = lower(other.substr(name.size() + 1));
  const bool is_number = rest.find_first_not_of("0123456789") == std::string::npos;
  return is_number || rest == "text" ? std::optional(other) : std::nullopt;
}

class ColumnCheck {
 public:
  ColumnCheck(Analysis& analysis, const model::Projection& projection) : analysis_(analysis), projection_(projection) {}

  void check() {
    for (const model::Field& key : projection_.keys) add(key, key, "", "");
    for (const model::Field& field : projection_.fields) add(field, field, "", "");
  }

 private:
  struct Column {
    const model::Field* field = nullptr;  ///< of the row
    std::string path;
  };

  void add(const model::Field& root, const model::Field& field, const std::string& path, const std::string& column) {
    if (field.type == nullptr) return;
    const std::string full = path + (path.empty() ? "" : ".") + field.name;
    const std::string name = column + (column.empty() ? "" : "_") + model::snake_case(field.name);
    if (field.type->kind == TypeKind::Value) {
      for (const model::Field& part : field.type->value->fields) add(root, part, full, name);
      return;
    }
    const auto [entry, added] = columns_.try_emplace(name, Column{&root, full});
    if (added || reported_) return;
    reported_ = true;
    analysis_.reporter.report(kColumnTwice, analysis_.name_span(root), entry->second.path, full, projection_.name, name)
        .label(analysis_.name_span(*entry->second.field), "has it first")
        .note("the fields of a value are columns of their own, in lower case")
        .help("give one of them another name");
  }

  Analysis& analysis_;
  const model::Projection& projection_;
  std::map<std::string, Column> columns_;
  bool reported_ = false;
};

}  // namespace

void check_columns(Analysis& analysis, const ProjectionWork& work) { ColumnCheck(analysis, *work.projection).check(); }

void check_tables(Analysis& analysis) {
  for (const ProjectionWork& work : analysis.projections) {
    if (const char* owner = reserved_by(*work.projection))
      analysis.reporter.report(kTableReserved, work.syntax->name.span, work.projection->name, owner)
          .note("a projection is a table of its name; case makes no difference")
          .help("give it another name: " + quoted(work.projection->name + "View"));
    for (const ProjectionWork& other : analysis.projections) {
      if (other.projection == work.projection) continue;
      const auto shared = shared_table(other.projection->name, work.projection->name);
      if (!shared) continue;
      analysis.reporter
          .report(kTableTwice, work.syntax->name.span, other.projection->name, work.projection->name, *shared)
          .label(other.syntax->name.span, "the other one")
          .note("a projection `P` has the tables `P`, `P_text` and `P_1`, `P_2`, …; case makes no difference")
          .help("give one of them another name");
    }
  }
}

}  // namespace cqrsc::sema
