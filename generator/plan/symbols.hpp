#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/model.hpp"
#include "plan/cpp_names.hpp"

namespace cqrsc::plan {

/// The C++ name of everything a Model declares, settled once for the whole output.
///
/// Types are `PascalCase`, fields and functions `snake_case`, enum members as written; see cpp_name() for words that
/// C++ keeps for itself. Events and commands stand in the context's namespace; where two aggregates, or an aggregate
/// and the context, use one name, those of the aggregates get the aggregate's name in front. Names that only C++ sees
/// (`AccountState`, `MoneyView`, the application class) step aside with an underscore.
class Symbols {
 public:
  explicit Symbols(const model::Model& model);

  /// `Money`, `MoneyDeposited`, `amount`, `open`: without any namespace. Of an older version too: its namespace is
  /// apart.
  [[nodiscard]] const std::string& name(const model::Declaration& declaration) const;
  [[nodiscard]] const std::string& name(const model::Event& event) const;
  [[nodiscard]] const std::string& name(const model::Value& value) const;

  /// `AccountOpenedUpcast`: what older versions of the event are today.
  [[nodiscard]] const std::string& upcast_name(const model::Event& event) const;

  /// `AccountState`, `MoneyView`; of a declaration of this context.
  [[nodiscard]] const std::string& state_name(const model::Aggregate& aggregate) const;
  [[nodiscard]] const std::string& view_name(const model::Declaration& record) const;
  /// `PayeeInternal`: the struct of an alternative. Its name() is what the union calls it: `Internal`.
  [[nodiscard]] const std::string& struct_name(const model::Alternative& alternative) const;
  [[nodiscard]] const std::string& state_view_name(const model::Aggregate& aggregate) const;
  /// `AccountSummaryKey`.
  [[nodiscard]] const std::string& key_name(const model::Projection& projection) const;
  /// `TotalsRow`: what a query with `select` gives; else the rows themselves.
  [[nodiscard]] const std::string& row_name(const model::Query& query) const;
  /// `TotalsGroup`: what is read to compute results with.
  [[nodiscard]] const std::string& group_name(const model::Query& query) const;
  /// `Bank`, of the context that is compiled.
  [[nodiscard]] const std::string& application_name() const { return application_; }
  /// In the table of functions: `risk_score`, and `apply_interest` for an extern command.
  [[nodiscard]] const std::string& extern_name(const model::Declaration& function) const;
  /// `Externs`.
  [[nodiscard]] const std::string& externs_name() const { return externs_; }

  /// The same names, as they are written in the namespace of a version: where that has a `Money` of its own, today's
  /// is `::bank::Money`.
  [[nodiscard]] Symbols inside(std::uint32_t version) const;

  /// As it is written in the namespace of the context that is compiled: `Money`, `v1::Money`, `::billing::InvoiceId`.
  [[nodiscard]] std::string qualified(const model::Id& id) const;
  [[nodiscard]] std::string qualified(const model::Enum& enumeration) const;
  [[nodiscard]] std::string qualified(const model::Error& error) const;
  [[nodiscard]] std::string qualified(const model::Aggregate& aggregate) const;
  [[nodiscard]] std::string qualified(const model::ValueVersion& value) const;
  [[nodiscard]] std::string qualified_view(const model::ValueVersion& value) const;
  [[nodiscard]] std::string qualified(const model::UnionVersion& one) const;
  /// `Payee::Internal`.
  [[nodiscard]] std::string qualified(const model::UnionVersion& one, const model::Alternative& alternative) const;
  [[nodiscard]] std::string qualified(const model::EventVersion& event) const;
  [[nodiscard]] std::string qualified_view(const model::EventVersion& event) const;

  /// The C++ type of a value of this type: `cqrs::Decimal<18, 2>`, `std::vector<Money>`.
  [[nodiscard]] std::string type(const model::Type& type) const;
  /// How a function takes it: `std::string_view owner`, `const Money& amount`.
  [[nodiscard]] std::string parameter_type(const model::Type& type) const;

  /// `acme::billing`.
  [[nodiscard]] static std::string namespace_of(const model::Context& context);
  /// `acme/billing`.
  [[nodiscard]] static std::string directory_of(const model::Context& context);
  /// `billing`: the last part, as files are named.
  [[nodiscard]] static std::string last_part(const model::Context& context);

  [[nodiscard]] const model::Model& model() const { return model_; }

 private:
  void name_context(const model::Context& context, NameScope& scope);
  void name_types(const model::Context& context, NameScope& scope);
  void name_union(const model::Union& one, NameScope& scope);
  void name_alternatives(const model::Union& one, NameScope& scope);
  void name_aggregates(const model::Context& context, NameScope& scope);
  void name_generated(const model::Context& context, NameScope& scope);
  void name_read_models(const model::Context& context, NameScope& scope);
  void name_functions(const model::Context& context);
  /// `taken` is a name that the struct has already.
  void name_fields(const std::deque<model::Field>& fields, const char* taken = "get");
  /// Of a row or query: several lists share one struct.
  void name_members(const std::vector<const model::Field*>& fields);
  void name_all_fields(const model::Context& context);
  [[nodiscard]] std::string prefix(const model::Context& context) const;
  [[nodiscard]] std::string prefix(const model::ValueVersion& value) const;
  [[nodiscard]] std::string prefix(const model::UnionVersion& one) const;
  [[nodiscard]] std::string prefix(const model::EventVersion& event) const;

  const model::Model& model_;
  std::unordered_map<const void*, std::string> names_;
  std::unordered_map<const void*, std::string> extern_names_;
  std::unordered_map<const void*, std::string> views_;
  std::unordered_map<const void*, std::string> structs_;
  std::unordered_map<const void*, std::string> states_;
  std::unordered_map<const void*, std::string> state_views_;
  std::unordered_map<const void*, std::string> upcasts_;
  std::unordered_map<const void*, std::string> keys_;
  std::unordered_map<const void*, std::string> rows_;
  std::unordered_map<const void*, std::string> groups_;
  std::uint32_t inside_ = 0;  ///< the version whose namespace names are written in; 0: the context's own
  std::string application_;
  std::string externs_;
};

}  // namespace cqrsc::plan
