#include "compat/row_text.hpp"

#include <array>

#include "compat/canonical.hpp"
#include "model/expression_text.hpp"
#include "model/model.hpp"

namespace cqrsc::compat {
namespace {

constexpr auto kStyle = model::TextStyle::Canonical;

std::string text_of(const model::Expression& expression) { return model::to_text(expression, kStyle); }

std::string joined(const std::vector<const model::Expression*>& expressions) {
  std::string text;
  for (const model::Expression* expression : expressions) text += (text.empty() ? "" : ", ") + text_of(*expression);
  return text;
}

std::string line(const std::string& text) { return "  " + text + "\n"; }

std::string field_line(const char* word, const model::Field& field) {
  return line(word + field.name + ": " + type_text(*field.type, nullptr) + (field.is_index ? " index" : ""));
}

const char* missing_text(model::MissingRow missing) {
  static constexpr std::array<const char*, 3> kTexts{"creates", "must exist", "existing"};
  return kTexts[static_cast<std::size_t>(missing)];
}

}  // namespace

std::string full_name(const model::Event& event) {
  if (event.aggregate == nullptr) return event.context->name + "." + event.name;
  return event.aggregate->context->name + "." + event.aggregate->name + "." + event.name;
}

std::string table_text(const model::Projection& projection) {
  std::string text = "table\n";
  for (const model::Field& key : projection.keys) text += field_line("by ", key);
  for (const model::Field& field : projection.fields) text += field_line("", field);
  return text;
}

std::string handler_text(const model::RowHandler& handler) {
  std::string text;
  if (handler.loop) {
    const model::RowLoop& loop = *handler.loop;
    const std::string value = loop.value == nullptr ? "" : ", " + loop.value->name;
    text += line("for " + loop.element->name + value + " in " + text_of(*loop.range));
  }
  text += line("at " + joined(handler.keys));
  text += line(missing_text(handler.missing));
  if (handler.deletes) return text + line("delete");
  for (const std::string& one : model::to_lines(handler.body, kStyle)) text += line("  " + one);
  return text;
}

std::string query_text(const model::Query& query) {
  std::string text = line("from " + query.from->name);
  for (std::size_t i = 0; i < query.columns.size(); ++i)
    text += line(query.columns[i].name + ": " + type_text(*query.columns[i].type, nullptr) + " = " +
                 text_of(*query.selected[i]));
  if (query.where != nullptr) text += line("where " + text_of(*query.where));
  if (!query.groups.empty()) text += line("group by " + joined(query.groups));
  for (const model::QueryOrder& order : query.order)
    text += line("order by " + text_of(*order.value) + (order.descending ? " desc" : ""));
  if (query.limit != nullptr) text += line("limit " + text_of(*query.limit));
  return text;
}

}  // namespace cqrsc::compat
