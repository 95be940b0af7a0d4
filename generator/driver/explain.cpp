#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compat/rules.hpp"
#include "diag/codes.hpp"
#include "driver/commands.hpp"
#include "driver/error_pages.hpp"
#include "driver/lint_page.hpp"
#include "lint/lint.hpp"

namespace cqrsc::driver {

namespace {

/// The section of the page that is about the rule.
void explain(const lint::Rule& rule, std::ostream& out) {
  const std::string_view page = emit::embedded_lint_page().front().text;
  const std::string head = "\n### " + std::string(rule.name()) + "\n";
  const std::size_t begin = page.find(head) + 1;
  out << page.substr(begin, page.find("\n### ", begin) - begin);
}

const char* word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

/// Whatever can be reported, of which kind it may be.
struct RuleLine {
  std::string code;       ///< `CQ0123`; of a lint rule its name
  std::string name;       ///< of a rule of releases: `stream-renamed`
  const char* kind = "";  ///< where it comes from, and how it is switched
  const char* severity = "";
  std::string summary;
};

std::vector<RuleLine> all_lines() {
  std::map<const DiagnosticInfo*, const compat::Rule*> of_releases;
  for (const compat::Rule& rule : compat::all_rules()) of_releases[rule.info] = &rule;
  std::vector<RuleLine> lines;
  for (const DiagnosticInfo* info : all_diagnostics()) {
    const auto found = of_releases.find(info);
    const bool of_release = found != of_releases.end();
    lines.push_back({info->code(), of_release ? std::string(found->second->id) : "",
                     of_release ? compat::to_text(found->second->rule_class) : "check", word(info->severity),
                     std::string(info->headline)});
  }
  for (const lint::Rule& rule : lint::all_rules())
    lines.push_back({std::string(rule.name()), "", "lint", word(rule.info->severity), std::string(rule.summary)});
  return lines;
}

}  // namespace

ExitCode run_explain(const ExplainCommand& command, Console console) {
  if (const lint::Rule* of_lint = lint::find_rule(command.code)) {
    explain(*of_lint, console.out);
    return ExitCode::clean;
  }
  const compat::Rule* rule = compat::find_rule(command.code);
  const DiagnosticInfo* info = rule != nullptr ? rule->info : find_diagnostic(command.code);
  if (info == nullptr) {
    console.err << "cqrsc: there is no code \"" << command.code << "\"; `cqrsc rules` has all\n";
    return ExitCode::usage;
  }
  for (const emit::EmbeddedText& page : emit::embedded_error_pages()) {
    if (page.name != info->code()) continue;
    console.out << page.text;
    return ExitCode::clean;
  }
  console.out << info->code() << ": " << info->headline << "\n";
  return ExitCode::clean;
}

ExitCode run_rules(const RulesCommand& command, Console console) {
  nlohmann::ordered_json rules = nlohmann::ordered_json::array();
  for (const RuleLine& line : all_lines()) {
    if (!command.json) {
      console.out << fmt::format("{:20}  {:7}  {:8}  {}{}\n", line.code, line.severity, line.kind,
                                 line.name.empty() ? "" : line.name + ": ", line.summary);
      continue;
    }
    nlohmann::ordered_json& rule = rules.emplace_back();
    rule["code"] = line.code;
    if (!line.name.empty()) rule["name"] = line.name;
    rule["kind"] = line.kind;
    rule["severity"] = line.severity;
    rule["summary"] = line.summary;
  }
  if (command.json) console.out << nlohmann::ordered_json{{"rules", std::move(rules)}}.dump(2) << "\n";
  return ExitCode::clean;
}

}  // namespace cqrsc::driver
