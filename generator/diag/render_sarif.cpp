// SARIF 2.1.0 (OASIS): https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "diag/renderers.hpp"

namespace cqrsc {
namespace {

using Json = nlohmann::ordered_json;

// A relative path as a URI reference: what RFC 3986 does not let stand for itself is percent-encoded.
std::string uri(const std::string& path) {
  std::string result;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                       c == '.' || c == '-' || c == '_' || c == '~';
    if (plain) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return result;
}

Json region(Span span, const SourceMap& sources) {
  const SourceFile& file = sources.file(span);
  const Location begin = file.location(span.begin);
  const Location end = file.location(span.end);
  return {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
}

Json artifact(const std::string& path) { return {{"uri", uri(path)}}; }

Json location(Span span, const SourceMap& sources) {
  return {{"physicalLocation",
           {{"artifactLocation", artifact(sources.file(span).path())}, {"region", region(span, sources)}}}};
}

Json fix(const Help& help, const SourceMap& sources) {
  const Span span = help.replacement->span;
  const Json replacement = {{"deletedRegion", region(span, sources)},
                            {"insertedContent", {{"text", help.replacement->text}}}};
  const Json change = {{"artifactLocation", artifact(sources.file(span).path())},
                       {"replacements", Json::array({replacement})}};
  return {{"description", {{"text", help.text}}}, {"artifactChanges", Json::array({change})}};
}

Json result(const Diagnostic& d, const SourceMap& sources, size_t rule_index) {
  std::string message = d.headline;
  if (!d.primary_label.empty()) message += ": " + d.primary_label;
  for (const std::string& note : d.notes) message += "\nnote: " + note;
  for (const Help& help : d.helps) message += "\nhelp: " + help.text;
  Json made = {{"ruleId", d.info->code()},
               {"ruleIndex", rule_index},
               {"level", severity_name(d.severity)},
               {"message", {{"text", message}}}};
  if (d.has_place) {
    made["locations"] = Json::array({location(d.primary, sources)});
  } else if (!d.path.empty()) {
    made["locations"] = Json::array({Json{{"physicalLocation", {{"artifactLocation", artifact(d.path)}}}}});
  }
  for (const Label& label : d.labels) {
    Json related = location(label.span, sources);
    related["message"] = {{"text", label.text}};
    made["relatedLocations"].push_back(std::move(related));
  }
  for (const Help& help : d.helps) {
    if (help.replacement) made["fixes"].push_back(fix(help, sources));
  }
  return made;
}

}  // namespace

std::string render_sarif(const Reporter& reporter, const SourceMap& sources) {
  const auto findings = reporter.sorted();
  std::map<std::string, std::pair<const DiagnosticInfo*, size_t>> rule_index;
  for (const Diagnostic* d : findings) rule_index.emplace(d->info->code(), std::pair(d->info, size_t{0}));
  Json rules = Json::array();
  for (auto& [code, entry] : rule_index) {
    const DiagnosticInfo* const info = entry.first;
    entry.second = rules.size();
    const std::string name(info->name.empty() ? info->id : info->name.substr(1));
    rules.push_back({{"id", code},
                     {"name", name},
                     {"shortDescription", {{"text", "cqrsc explain " + code}}},
                     {"defaultConfiguration", {{"level", severity_name(info->severity)}}}});
  }
  Json results = Json::array();
  for (const Diagnostic* d : findings) results.push_back(result(*d, sources, rule_index[d->info->code()].second));
  const Json driver = {{"name", "cqrsc"}, {"semanticVersion", CQRSC_VERSION}, {"rules", std::move(rules)}};
  const Json run = {
      {"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  const Json document = {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cqrsc
