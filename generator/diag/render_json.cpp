#include <nlohmann/json.hpp>

#include "diag/renderers.hpp"

namespace cqrsc {
namespace {

using Json = nlohmann::ordered_json;

Json place(Span span, const SourceMap& sources) {
  const SourceFile& file = sources.file(span);
  const Location begin = file.location(span.begin);
  const Location end = file.location(span.end);
  return {{"path", file.path()},     {"line", begin.line},       {"column", begin.column},   {"endLine", end.line},
          {"endColumn", end.column}, {"byteOffset", span.begin}, {"byteLength", span.size()}};
}

Json finding(const Diagnostic& d, const SourceMap& sources) {
  Json result = {{"code", d.info->code()}, {"severity", severity_name(d.severity)}, {"message", d.headline}};
  if (d.has_place) {
    result["place"] = place(d.primary, sources);
    if (!d.primary_label.empty()) result["place"]["label"] = d.primary_label;
  } else if (!d.path.empty()) {
    result["path"] = d.path;
  }
  result["related"] = Json::array();
  for (const Label& label : d.labels) {
    Json related = place(label.span, sources);
    related["label"] = label.text;
    result["related"].push_back(std::move(related));
  }
  result["notes"] = d.notes;
  result["help"] = Json::array();
  for (const Help& help : d.helps) {
    Json one = {{"message", help.text}};
    if (help.replacement) {
      one["replace"] = place(help.replacement->span, sources);
      one["with"] = help.replacement->text;
    }
    result["help"].push_back(std::move(one));
  }
  return result;
}

}  // namespace

std::string render_json(const Reporter& reporter, const SourceMap& sources) {
  Json findings = Json::array();
  for (const Diagnostic* d : reporter.sorted()) findings.push_back(finding(*d, sources));
  const Json document = {{"version", 1}, {"findings", std::move(findings)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cqrsc
