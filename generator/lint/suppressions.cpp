// `// cqrsc-lint: allow RULE: reason`, on a line above what it is about.
#include <algorithm>

#include "lint/rules.hpp"

namespace cqrsc::lint {
namespace {

constexpr std::string_view kMark = "cqrsc-lint:";

struct Suppression {
  Span span;
  const Rule* rule = nullptr;
  std::uint32_t line = 0;  ///< of the code that it covers
  bool used = false;
};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The first line below `line` that holds anything but comments.
std::uint32_t code_line_below(const SourceFile& file, std::uint32_t line) {
  for (++line; line <= file.line_count(); ++line) {
    const std::string_view text = trimmed(file.line(line));
    if (!text.empty() && !text.starts_with("//")) break;
  }
  return line;
}

class Suppressions {
 public:
  Suppressions(const Subject& subject, Findings& wrong) : sources_(subject.sources), wrong_(wrong) {
    for (const syntax::File* file : subject.files)
      for (const syntax::Comment& comment : file->comments) read(comment);
  }

  bool allow(const Diagnostic& finding) {
    bool allowed = false;
    for (Suppression& one : read_) {
      const bool covers = one.rule->info == finding.info && one.span.file == finding.primary.file &&
                          one.line == sources_.location(finding.primary).line;
      one.used = one.used || covers;
      allowed = allowed || covers;
    }
    return allowed;
  }

  void report_unused() {
    for (const Suppression& one : read_)
      if (!one.used) wrong_.report(kUnusedSuppression, one.span, std::string(one.rule->name())).help("remove the line");
  }

 private:
  void read(const syntax::Comment& comment) {
    std::string_view text = comment.text;
    text.remove_prefix(std::min(text.find_first_not_of('/'), text.size()));
    text = trimmed(text);
    if (!text.starts_with(kMark)) return;
    text = trimmed(text.substr(kMark.size()));
    constexpr std::string_view kAllow = "allow ";
    if (!text.starts_with(kAllow)) return refuse(comment, "it does not go on with `allow`");
    text.remove_prefix(kAllow.size());
    const auto colon = text.find(':');
    const std::string name(trimmed(text.substr(0, colon)));
    const Rule* rule = find_rule(name);
    if (rule == nullptr) return refuse(comment, "there is no rule `" + name + "`");
    if (rule->check == nullptr) return refuse(comment, "`" + name + "` is about lines like this one");
    if (colon == std::string_view::npos || trimmed(text.substr(colon + 1)).empty())
      return refuse(comment, "it gives no reason");
    const SourceFile& file = sources_.file(comment.span);
    read_.push_back({comment.span, rule, code_line_below(file, file.location(comment.span.begin).line), false});
  }

  void refuse(const syntax::Comment& comment, const std::string& why) {
    wrong_.report(kBadSuppression, comment.span, why).help("write `// cqrsc-lint: allow RULE: why it is right here`");
  }

  const SourceMap& sources_;
  Findings& wrong_;
  std::vector<Suppression> read_;
};

void report(const Findings& findings, const Policy& policy, Reporter& reporter, Suppressions* suppressions) {
  for (const Diagnostic& finding : findings.found()) {
    if (suppressions != nullptr && suppressions->allow(finding)) continue;
    if (policy.of(*find_rule(finding.info->id))) reporter.add(finding);
  }
}

}  // namespace

void report_unsuppressed(const Subject& subject, const Policy& policy, const Findings& findings, Reporter& reporter) {
  Findings wrong(policy);
  Suppressions suppressions(subject, wrong);
  report(findings, policy, reporter, &suppressions);
  suppressions.report_unused();
  report(wrong, policy, reporter, nullptr);
}

}  // namespace cqrsc::lint
