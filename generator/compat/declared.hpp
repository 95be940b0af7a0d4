// What has versions, as the syntax trees have it. Inside compat/ only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compat/schema.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::compat {

/// One version of an event, value or union, where it is written.
struct Declared {
  LayoutKind kind = LayoutKind::Event;
  std::string name;  ///< `Account.AccountOpened`, `Money`
  std::uint32_t version = 1;
  bool is_retired = false;
  bool is_newest = false;
  Span span;
  Span name_span;
  std::optional<Span> version_span;
  const std::vector<syntax::Field>* fields = nullptr;              ///< null: of a union
  const std::vector<syntax::Alternative>* alternatives = nullptr;  ///< null: not of a union
  const std::vector<syntax::FromBlock>* from = nullptr;
  bool has_braces = true;  ///< false: `value Percent = int32`
};

/// All of these files, in the order written, the newest versions marked.
class Declarations {
 public:
  explicit Declarations(const std::vector<const syntax::File*>& files);
  [[nodiscard]] const std::vector<Declared>& all() const { return all_; }
  /// Those that people may mean by a name, each by its newest version.
  [[nodiscard]] std::vector<const Declared*> called(const std::string& name) const;
  /// The newest version of a value or union; 0: there is none of that name.
  [[nodiscard]] std::uint32_t newest(const std::string& type) const;

 private:
  void add(const syntax::EventDeclaration& event, const std::string& owner);
  std::vector<Declared> all_;
  std::map<std::string, std::uint32_t> newest_;  ///< of values and unions
};

/// Every name within a type.
template <typename Visit>
void each_name(const syntax::Type& type, const Visit& visit) {
  if (const auto* named = std::get_if<syntax::NamedType>(&type.node)) visit(*named);
  if (const auto* list = std::get_if<syntax::ListType>(&type.node)) each_name(*list->element, visit);
  if (const auto* set = std::get_if<syntax::SetType>(&type.node)) each_name(*set->element, visit);
  if (const auto* map = std::get_if<syntax::MapType>(&type.node)) {
    each_name(*map->key, visit);
    each_name(*map->value, visit);
  }
}

/// Every field of a layout, those of alternatives too.
template <typename Visit>
void each_field(const Declared& declared, const Visit& visit) {
  if (declared.fields != nullptr)
    for (const syntax::Field& field : *declared.fields) visit(field);
  if (declared.alternatives != nullptr)
    for (const syntax::Alternative& alternative : *declared.alternatives)
      for (const syntax::Field& field : alternative.fields) visit(field);
}

}  // namespace cqrsc::compat
