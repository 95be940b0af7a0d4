#include <algorithm>
#include <charconv>
#include <string_view>

#include "compat/lock.hpp"

namespace cqrsc::compat {
namespace {

using Text = std::string_view;

struct Line {
  Text text;  ///< without indentation
  std::size_t depth = 0;
  Span span;  ///< of the text
};

/// What is wrong, and where; thrown and caught within this file only.
struct Mistake {
  Span span;
  std::string what;
};

bool is_name(Text text) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), good);
}

bool is_print(Text text) {
  const auto good = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 16 && std::all_of(text.begin(), text.end(), good);
}

/// Takes `word` and the blank behind it away from the front.
bool take(Text& text, Text word) {
  if (!text.starts_with(word) || text.size() <= word.size() || text[word.size()] != ' ') return false;
  text.remove_prefix(word.size() + 1);
  return true;
}

/// One pass over the lines; a block is read whole or not at all.
class Reader {
 public:
  Reader(const SourceFile& file, Reporter& reporter) : file_(file), reporter_(reporter) {}

  std::optional<Schema> read() {
    if (!split() || !read_head()) return std::nullopt;
    bool good = true;
    while (!at_end()) {
      try {
        read_block();
      } catch (const Mistake& mistake) {
        report(mistake.span, mistake.what);
        good = false;
        while (!at_end() && line().depth != 0) ++at_;
      }
    }
    if (good && !has_end_) {
      report(file_.whole().after(), "the file is cut off: its last line is not `end`");
      good = false;
    }
    good = finish() && good;
    return good ? std::optional(std::move(schema_)) : std::nullopt;
  }

 private:
  // ------------------------------------------------------------------------------------------------------------ lines

  bool split() {
    const Text all = file_.text();
    for (std::size_t begin = 0; begin < all.size();) {
      const std::size_t end = std::min(all.find('\n', begin), all.size());
      Text text = all.substr(begin, end - begin);
      if (text.ends_with('\r')) text.remove_suffix(1);
      const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
      const Span span{file_.id(), static_cast<std::uint32_t>(begin + indent),
                      static_cast<std::uint32_t>(begin + text.size())};
      if (is_marker(text)) {
        reporter_.report(kLockConflict, span)
            .note("both sides released something under one name, or changed the same line")
            .help(
                "keep what each side released; where both made a new version of one thing, one of them has to become "
                "the version after the other");
        return false;
      }
      begin = end + 1;
      if (indent == text.size() || (indent == 0 && text.front() == '#')) continue;
      lines_.push_back({text.substr(indent), (indent + 1) / 2, span});
    }
    return true;
  }
  static bool is_marker(Text text) {
    return text.starts_with("<<<<<<<") || text.starts_with("=======") || text.starts_with(">>>>>>>") ||
           text.starts_with("|||||||");
  }
  bool read_head() {
    Text text = lines_.empty() ? Text() : lines_.front().text;
    std::uint32_t format = 0;
    if (!take(text, "lock") || !number(text, format)) {
      report(lines_.empty() ? file_.whole().before() : lines_.front().span, "a lock file begins with `lock 1`");
      return false;
    }
    if (format != kLockFormat) {
      reporter_.report(kLockFormatUnknown, lines_.front().span, std::to_string(format), std::to_string(kLockFormat))
          .help("use the release of cqrsc that wrote it, or a later one");
      return false;
    }
    at_ = 1;
    return true;
  }

  void report(Span span, std::string what) {
    if (++reports_ > 20) return;
    reporter_.report(kLockSyntax, span, std::move(what))
        .help("restore the file from version control; `cqrsc lock` is what changes it");
  }
  [[noreturn]] static void fail(const Line& line, std::string what) { throw Mistake{line.span, std::move(what)}; }

  [[nodiscard]] bool at_end() const { return at_ >= lines_.size(); }
  [[nodiscard]] const Line& line() const { return lines_[at_]; }
  /// The next line of the block, if there is one that deep.
  const Line* next(std::size_t depth) {
    if (at_end() || line().depth < depth) return nullptr;
    if (line().depth > depth) fail(line(), "this line is indented too far");
    return &lines_[at_++];
  }

  // ------------------------------------------------------------------------------------------------------------ words

  static bool number(Text text, std::uint32_t& result) {
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), result);
    return error == std::errc{} && stop == text.data() + text.size() && text.front() != '0';
  }
  static std::string name(Text text, const Line& line) {
    if (!is_name(text)) fail(line, "`" + std::string(text) + "` is not a name");
    return std::string(text);
  }
  /// Text before the last `separator`, and behind it.
  static std::pair<Text, Text> halves(const Line& line, Text text, Text separator) {
    const std::size_t middle = text.rfind(separator);
    if (middle == Text::npos || middle == 0)
      fail(line, "`" + std::string(separator.substr(1, separator.find_last_not_of(' '))) + "` is missing");
    return {text.substr(0, middle), text.substr(middle + separator.size())};
  }
  static std::string print(Text text, const Line& line) {
    if (!is_print(text)) fail(line, "a fingerprint has 16 hexadecimal digits");
    return std::string(text);
  }
  static Print named_print(const Line& line, Text text) {
    const auto [what, digits] = halves(line, text, " = ");
    return {std::string(what), print(digits, line), line.span};
  }

  // ----------------------------------------------------------------------------------------------------------- blocks

  void read_block() {
    const Line head = line();
    if (head.depth != 0) fail(head, "a line with no block that it belongs to");
    ++at_;
    Text text = head.text;
    if (text == "end") {
      has_end_ = true;
      if (!at_end()) fail(line(), "there is something behind `end`");
      return;
    }
    if (take(text, "context")) {
      Context context;
      context.name = name(text, head);
      context.span = head.span;
      schema_.contexts.push_back(std::move(context));
      return;
    }
    if (schema_.contexts.empty()) fail(head, "a `context` line has to come first");
    read_named(head, text);
  }

  void read_named(const Line& head, Text text) {
    Context& context = schema_.contexts.back();
    if (take(text, "aggregate")) {
      context.aggregates.push_back(aggregate(head, text));
    } else if (take(text, "command")) {
      context.commands.push_back(callable(head, text));
    } else if (take(text, "error")) {
      context.errors.push_back(callable(head, text));
    } else if (take(text, "query")) {
      context.queries.push_back(callable(head, text));
    } else if (take(text, "enum")) {
      context.enums.push_back(enumeration(head, text));
    } else if (take(text, "extern")) {
      context.externs.push_back(function(head, text));
    } else if (take(text, "id")) {
      context.ids.push_back(id(head, text));
    } else if (take(text, "process")) {
      context.processes.push_back(process(head, text));
    } else if (take(text, "projection")) {
      context.projections.push_back(projection(head, text));
    } else {
      layout(head, text);
    }
  }

  Field field(const Line& at, std::size_t depth) {
    Field result;
    result.span = at.span;
    const std::size_t colon = at.text.find(": ");
    if (colon == Text::npos) fail(at, "a field is written `name: type`");
    result.name = name(at.text.substr(0, colon), at);
    Text rest = at.text.substr(colon + 2);
    const std::size_t marks = rest.find(" @");
    result.type = rest.substr(0, marks);
    if (result.type.empty()) fail(at, "a field is written `name: type`");
    rest = marks == Text::npos ? Text() : rest.substr(marks + 1);
    while (!rest.empty()) {
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      mark(result, rest.substr(0, blank), at);
      rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
    while (const Line* more = next(depth + 1)) {
      Text text = more->text;
      if (take(text, "default"))
        result.initial = text;
      else if (take(text, "where"))
        result.where = text;
      else
        fail(*more, "below a field stand `default` and `where`");
    }
    return result;
  }
  static void mark(Field& field, Text text, const Line& at) {
    if (text == "@personal") {
      field.personal = "";
    } else if (text.starts_with("@personal(") && text.ends_with(')')) {
      field.personal = name(text.substr(10, text.size() - 11), at);
    } else if (text == "@tag") {
      field.is_tag = true;
    } else {
      fail(at, "`" + std::string(text) + "` is no mark of a field");
    }
  }

  Aggregate aggregate(const Line& head, Text text) {
    Aggregate result;
    result.name = name(text, head);
    result.span = head.span;
    while (const Line* at = next(1)) {
      Text rest = at->text;
      if (take(rest, "stream"))
        result.stream = name(rest, *at);
      else if (take(rest, "by"))
        result.key = name(rest, *at);
      else if (take(rest, "state"))
        result.state = print(rest, *at);
      else if (take(rest, "invariant"))
        result.invariants.push_back(named_print(*at, rest));
      else if (take(rest, "on"))
        result.handlers.push_back(named_print(*at, rest));
      else
        fail(*at, "an aggregate has `stream`, `by`, `state`, `invariant` and `on`");
    }
    if (result.stream.empty() || result.key.empty() || result.state.empty())
      fail(head, "an aggregate needs its `stream`, `by` and `state`");
    return result;
  }

  Callable callable(const Line& head, Text text) {
    Callable result;
    result.name = name(text, head);
    result.span = head.span;
    while (const Line* at = next(1)) {
      Text rest = at->text;
      if (take(rest, "body")) {
        result.print = print(rest, *at);
      } else if (take(rest, "gives")) {
        Line given = *at;
        given.text = rest;
        result.results.push_back(field(given, 1));
        result.selects = true;
      } else {
        result.fields.push_back(field(*at, 1));
      }
    }
    return result;
  }

  Enum enumeration(const Line& head, Text text) {
    Enum result;
    result.name = name(text, head);
    result.span = head.span;
    while (const Line* at = next(1)) {
      Text rest = at->text;
      // Both words are names of members as well: `gone = 3`.
      const bool is_member = rest.find(" = ") == rest.find(' ');
      if (!is_member && take(rest, "matched")) {
        result.matched.emplace_back(rest);
        continue;
      }
      const bool is_gone = !is_member && take(rest, "gone");
      result.members.push_back(member(*at, rest));
      result.members.back().is_gone = is_gone;
    }
    return result;
  }
  static Member member(const Line& at, Text text) {
    const auto [what, digits] = halves(at, text, " = ");
    Member result;
    result.name = name(what, at);
    result.span = at.span;
    if (digits.empty() || (digits != "0" && !number(digits, result.number)) || result.number > 0xFFFF)
      fail(at, "a number is between 0 and 65535");
    return result;
  }

  Extern function(const Line& head, Text text) {
    Extern result;
    const auto [what, digits] = halves(head, text, " revision ");
    result.name = name(what, head);
    result.span = head.span;
    if (digits.empty() || !number(digits, result.revision)) fail(head, "a revision is a number from 1");
    while (const Line* at = next(1)) {
      Text rest = at->text;
      if (take(rest, "gives"))
        result.result = rest;
      else
        result.parameters.push_back(field(*at, 1));
    }
    if (result.result.empty()) fail(head, "an extern function needs its `gives`");
    return result;
  }

  Id id(const Line& head, Text text) {
    Id result;
    result.name = name(text, head);
    result.span = head.span;
    while (const Line* at = next(1)) {
      Text rest = at->text;
      if (take(rest, "base"))
        result.base = rest;
      else if (take(rest, "where"))
        result.where = rest;
      else
        fail(*at, "an id has `base` and `where`");
    }
    if (result.base.empty()) fail(head, "an id needs its `base`");
    return result;
  }

  Projection projection(const Line& head, Text text) {
    Projection result;
    result.name = name(text, head);
    result.span = head.span;
    while (const Line* at = next(1)) {
      Text rest = at->text;
      if (take(rest, "by")) {
        Line key = *at;
        key.text = rest;
        result.keys.push_back(field(key, 1));
      } else if (take(rest, "on")) {
        result.handlers.push_back(named_print(*at, rest));
      } else {
        result.fields.push_back(field(*at, 1));
      }
    }
    return result;
  }

  Process process(const Line& head, Text text) {
    Process result;
    result.name = name(text, head);
    result.span = head.span;
    while (const Line* at = next(1)) {
      Text rest = at->text;
      if (take(rest, "by")) {
        result.key = rest;
      } else if (take(rest, "state")) {
        result.state = print(rest, *at);
      } else if (take(rest, "step")) {
        result.steps.push_back(named_print(*at, rest));
      } else if (take(rest, "timeout")) {
        const auto [what, after] = halves(*at, rest, " after ");
        result.timers.push_back({name(what, *at), std::string(after), at->span});
      } else {
        fail(*at, "a process has `by`, `state`, `step` and `timeout`");
      }
    }
    if (result.key.empty() || result.state.empty()) fail(head, "a process needs its `by` and `state`");
    return result;
  }

  // ---------------------------------------------------------------------------------------------------------- layouts

  void layout(const Line& head, Text text) {
    const bool is_retired = take(text, "retired");
    const bool is_public = take(text, "public");
    LayoutKind kind = LayoutKind::Event;
    if (take(text, "union"))
      kind = LayoutKind::Union;
    else if (take(text, "value"))
      kind = LayoutKind::Value;
    else if (!take(text, "event"))
      fail(head, "no block of a lock file begins like this");
    const auto [what, digits] = halves(head, text, " v");
    Layout result;
    result.span = head.span;
    if (digits.empty() || !number(digits, result.version)) fail(head, "a version is a number from 1, as in `v2`");
    Versioned& owner = owner_of(kind, name(what, head), head, result.version);
    owner.is_retired = owner.is_retired || is_retired;
    owner.is_public = owner.is_public || is_public;
    while (const Line* at = next(1)) layout_line(owner, result, *at);
    owner.span = head.span;
    owner.versions.push_back(std::move(result));
  }
  /// Versions of one thing stand below each other.
  Versioned& owner_of(LayoutKind kind, const std::string& name, const Line& head, std::uint32_t version) {
    auto& layouts = schema_.contexts.back().layouts;
    if (layouts.empty() || layouts.back().kind != kind || layouts.back().name != name) {
      layouts.emplace_back();
      layouts.back().kind = kind;
      layouts.back().name = name;
    } else if (layouts.back().versions.empty() || layouts.back().versions.back().version >= version) {
      fail(head, "versions stand in their order, each once");
    }
    return layouts.back();
  }
  void layout_line(Versioned& owner, Layout& layout, const Line& at) {
    Text rest = at.text;
    if (take(rest, "from")) {
      layout.from = lines_below(at);
    } else if (at.text == "becomes") {
      owner.becomes = lines_below(at);
    } else if (owner.kind == LayoutKind::Union) {
      Member alternative = member(at, at.text);
      while (const Line* below = next(2)) alternative.fields.push_back(field(*below, 2));
      layout.alternatives.push_back(std::move(alternative));
    } else {
      layout.fields.push_back(field(at, 1));
    }
  }
  std::vector<std::string> lines_below(const Line& head) {
    std::vector<std::string> result;
    for (; !at_end() && line().depth > head.depth; ++at_)
      result.push_back(std::string(2 * (line().depth - head.depth - 1), ' ') + std::string(line().text));
    return result;
  }

  // ------------------------------------------------------------------------------------------------------------- ends

  template <typename Entry>
  bool each_once(const std::vector<Entry>& entries, const char* kind) {
    bool good = true;
    for (std::size_t i = 1; i < entries.size(); ++i) {
      if (entries[i - 1].name != entries[i].name) continue;
      reporter_.report(kLockTwice, entries[i].span, kind, entries[i].name).label(entries[i - 1].span, "first here");
      good = false;
    }
    return good;
  }
  bool each_once(const std::vector<Versioned>& layouts) {
    bool good = true;
    for (std::size_t i = 1; i < layouts.size(); ++i) {
      const Versioned& one = layouts[i];
      if (layouts[i - 1].kind != one.kind || layouts[i - 1].name != one.name) continue;
      reporter_.report(kLockTwice, one.span, to_text(one.kind), one.name).label(layouts[i - 1].span, "first here");
      good = false;
    }
    return good;
  }
  bool finish() {
    std::stable_sort(schema_.contexts.begin(), schema_.contexts.end(),
                     [](const Context& a, const Context& b) { return a.name < b.name; });
    bool good = each_once(schema_.contexts, "context");
    for (Context& context : schema_.contexts) {
      sort(context);
      good = each_once(context.aggregates, "aggregate") && good;
      good = each_once(context.commands, "command") && good;
      good = each_once(context.errors, "error") && good;
      good = each_once(context.enums, "enum") && good;
      good = each_once(context.externs, "extern") && good;
      good = each_once(context.ids, "id") && good;
      good = each_once(context.processes, "process") && good;
      good = each_once(context.projections, "projection") && good;
      good = each_once(context.queries, "query") && good;
      good = each_once(context.layouts) && good;
    }
    return good;
  }

  const SourceFile& file_;
  Reporter& reporter_;
  std::vector<Line> lines_;
  std::size_t at_ = 0;
  std::size_t reports_ = 0;
  bool has_end_ = false;
  Schema schema_;
};

}  // namespace

std::optional<Schema> read_lock(const SourceFile& file, Reporter& reporter) { return Reader(file, reporter).read(); }

}  // namespace cqrsc::compat
