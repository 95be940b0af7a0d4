// What fields hold, and what nobody has written about.
#include <algorithm>
#include <array>

#include "lint/rules.hpp"

namespace cqrsc::lint {
namespace {

constexpr auto kMoney = std::to_array<std::string_view>(
    {"amount", "balance", "budget", "cost",   "costs", "debit",   "deposit", "fee",      "fees", "income",
     "money",  "payment", "price",  "prices", "rent",  "revenue", "salary",  "turnover", "wage", "wages"});
/// `taxRate`, `priceFactor`: numbers about money, and none of it.
constexpr auto kNoMoney =
    std::to_array<std::string_view>({"change", "coefficient", "count", "elasticity", "factor", "index", "percent",
                                     "percentage", "rate", "ratio", "score", "share", "trend", "weight"});

bool is_money(const std::string& name) {
  const std::vector<std::string> words = words_of(name);
  const auto any = [&](const auto& list) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return std::find(list.begin(), list.end(), word) != list.end();
    });
  };
  return any(kMoney) && !any(kNoMoney);
}

const model::Type& innermost(const model::Type& type) {
  return type.element == nullptr ? type : innermost(*type.element);
}

class MoneyFields {
 public:
  explicit MoneyFields(Findings& findings) : findings_(findings) {}

  void check(const std::string& owner, const std::deque<model::Field>& fields) {
    for (const model::Field& field : fields) {
      const model::Type& type = innermost(*field.type);
      if (!model::is_float(type) || !is_money(field.name)) continue;
      findings_.report(kFloatingPointMoney, field.location, owner + "." + field.name)
          .note("0.1 + 0.2 is not 0.3 in " + model::to_text(type) + ", and sums depend on their order")
          .help("write `decimal(18, 2)`, with the digits that the currency has");
    }
  }

 private:
  Findings& findings_;
};

}  // namespace

void floating_point_money(const Subject& subject, Findings& findings) {
  MoneyFields fields(findings);
  const model::Context& context = subject.model.context();
  for (const model::Value& value : context.values) fields.check(value.name, value.current().fields);
  for (const model::Union& one : context.unions)
    for (const model::Alternative& alternative : one.current().alternatives)
      fields.check(alternative.name, alternative.fields);
  for (const model::Error& error : context.errors) fields.check(error.name, error.fields);
  for (const model::Aggregate& aggregate : context.aggregates) {
    fields.check(aggregate.name, aggregate.state.fields);
    // Older versions and what is retired cannot be changed any more.
    for (const model::Event& event : aggregate.events)
      if (!event.is_retired) fields.check(event.name, event.current().fields);
    for (const model::Command& command : aggregate.commands) fields.check(command.name, command.fields);
  }
  for (const model::Projection& projection : context.projections) {
    fields.check(projection.name, projection.keys);
    fields.check(projection.name, projection.fields);
  }
  for (const model::Query& query : context.queries) {
    fields.check(query.name, query.parameters);
    fields.check(query.name, query.columns);
  }
}

void missing_doc(const Subject& subject, Findings& findings) {
  const auto check = [&](const char* kind, const auto& declaration) {
    if (declaration.doc.empty())
      findings.report(kMissingDoc, declaration.location, std::string(kind) + " `" + declaration.name + "`")
          .help("say above it what it is, in the words of those who know the business: `/// One customer's account.`");
  };
  const model::Context& context = subject.model.context();
  for (const model::Aggregate& aggregate : context.aggregates) {
    check("aggregate", aggregate);
    for (const model::Event& event : aggregate.events)
      if (event.is_public && !event.is_retired) check("public event", event.current());
  }
  for (const model::Event& event : context.events) check("public event", event.current());
  for (const model::ExternFunction& function : context.extern_functions) check("extern function", function);
  for (const model::Projection& projection : context.projections) check("projection", projection);
}

}  // namespace cqrsc::lint
