#include "compat/evolve.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compat/declared.hpp"
#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

std::string v(std::uint32_t version) { return "v" + std::to_string(version); }

/// Changes to the text of one declaration.
class Copy {
 public:
  Copy(const SourceFile& file, Span span) : file_(file), span_(span) {}

  void replace(Span span, std::string text) { edits_.push_back({span, std::move(text)}); }
  [[nodiscard]] std::string text() {
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Replacement& a, const Replacement& b) { return a.span.begin < b.span.begin; });
    std::string result;
    std::uint32_t at = span_.begin;
    for (const Replacement& edit : edits_) {
      if (edit.span.begin < at) continue;  // within one that was made
      result += file_.text({span_.file, at, edit.span.begin});
      result += edit.text;
      at = edit.span.end;
    }
    return result + std::string(file_.text({span_.file, at, span_.end}));
  }

 private:
  const SourceFile& file_;
  Span span_;
  std::vector<Replacement> edits_;
};

class Evolver {
 public:
  Evolver(const std::vector<const syntax::File*>& files, const std::vector<const syntax::File*>& imported,
          const SourceMap& sources, const Context* released, bool has_lock)
      : own_(files), imported_(imported), sources_(sources), released_(released), has_lock_(has_lock) {}

  std::optional<Evolution> evolve(const std::string& element, Reporter& reporter) {
    const Declared* target = find_target(element, reporter);
    if (target == nullptr) return std::nullopt;
    bumped_.push_back(target);
    // What holds what is bumped is bumped itself: the list grows while it is walked.
    for (std::size_t i = 0; i < bumped_.size(); ++i)
      if (bumped_[i]->kind != LayoutKind::Event) add_holders(bumped_[i]->name);
    for (const Declared* declared : bumped_) bump(*declared, declared == target);
    for (const Declared& declared : own_.all()) pin_history(declared);
    return std::move(result_);
  }

 private:
  [[nodiscard]] const Layout* released_layout(const Declared& declared) const {
    const Versioned* versioned =
        released_ == nullptr ? nullptr : find(released_->layouts, declared.kind, declared.name);
    return versioned == nullptr ? nullptr : versioned->find(declared.version);
  }
  [[nodiscard]] bool is_released(const Declared& declared) const {
    return !has_lock_ || released_layout(declared) != nullptr;
  }

  const Declared* find_target(const std::string& element, Reporter& reporter) const {
    const auto found = own_.called(element);
    if (found.empty()) {
      reporter.report_without_place(kNoSuchElement, "", element)
          .help("members are added to an enum, and fields to a command or state, without a version");
      return nullptr;
    }
    if (found.size() > 1) {
      std::string names;
      for (const Declared* one : found) names += (names.empty() ? "`" : ", `") + one->name + "`";
      reporter.report_without_place(kSeveralElements, "", element, names).help("write the whole name");
      return nullptr;
    }
    const Declared& target = *found.front();
    const std::string what = std::string(to_text(target.kind)) + " `" + target.name + "` " + v(target.version);
    if (target.is_retired) {
      reporter.report(kNothingToEvolve, target.name_span, what)
          .at_primary("retired")
          .help("a retired event has no new versions; declare an event of another name");
      return nullptr;
    }
    if (!is_released(target)) {
      reporter.report(kNothingToEvolve, target.name_span, what)
          .at_primary("not released yet")
          .help("change it as it stands; `cqrsc lock` is what seals it");
      return nullptr;
    }
    return &target;
  }

  static bool holds(const Declared& declared, const std::string& type) {
    bool result = false;
    each_field(declared, [&](const syntax::Field& field) {
      each_name(field.type, [&](const syntax::NamedType& named) {
        result = result || (!named.version && named.name.last().text == type);
      });
    });
    return result;
  }
  void add_holders(const std::string& type) {
    for (const Declared& declared : own_.all()) {
      if (!declared.is_newest || declared.is_retired || !is_released(declared) || !holds(declared, type)) continue;
      if (std::find(bumped_.begin(), bumped_.end(), &declared) == bumped_.end()) bumped_.push_back(&declared);
    }
  }

  [[nodiscard]] bool is_bumped(const std::string& type) const {
    return std::any_of(bumped_.begin(), bumped_.end(), [&](const Declared* declared) {
      return declared->kind != LayoutKind::Event && declared->name == type;
    });
  }
  /// The newest version before the change; 0 where it is no value nor union.
  [[nodiscard]] std::uint32_t version_of(const std::string& type) const {
    return std::max(own_.newest(type), imported_.newest(type));
  }
  [[nodiscard]] bool needs_pin(const std::string& type) const { return version_of(type) > 1 || is_bumped(type); }

  // ------------------------------------------------------------------------------------------------------------ texts

  /// Above: what is written now, as the next version.
  std::string upper(const Declared& declared, bool with_from) const {
    const SourceFile& file = sources_.file(declared.span);
    Copy copy(file, declared.span);
    if (declared.version_span)
      copy.replace(*declared.version_span, v(declared.version + 1));
    else
      copy.replace(declared.name_span.after(), " " + v(declared.version + 1));
    for (const syntax::FromBlock& from : *declared.from) copy.replace(with_blanks(file, from.span), "");
    if (with_from && declared.has_braces) {
      const Span brace = closing_brace(file, declared);
      const bool broken = file.location(declared.span.begin).line != file.location(brace.begin).line;
      const std::string from = "from " + v(declared.version) + " { }";
      copy.replace(before_blanks(file, brace),
                   broken ? "\n" + indentation(file, declared.span) + "  " + from : " " + from);
    }
    return copy.text();
  }

  /// Below: today's version, as history has it.
  std::string lower(const Declared& declared) const {
    const SourceFile& file = sources_.file(declared.span);
    Copy copy(file, declared.span);
    constexpr std::string_view kPublic = "public ";
    if (file.text(declared.span).starts_with(kPublic))
      copy.replace(
          {declared.span.file, declared.span.begin, declared.span.begin + static_cast<std::uint32_t>(kPublic.size())},
          "");
    if (!declared.version_span) copy.replace(declared.name_span.after(), " " + v(declared.version));
    const Layout* layout = released_layout(declared);
    if (layout != nullptr && declared.has_braces && !is_as_released(declared, *layout))
      restore(copy, file, declared, *layout);
    else
      pin(copy, declared);
    return copy.text();
  }

  void pin(Copy& copy, const Declared& declared) const {
    each_field(declared, [&](const syntax::Field& field) {
      each_name(field.type, [&](const syntax::NamedType& named) {
        const std::string& type = named.name.last().text;
        if (!named.version && needs_pin(type)) copy.replace(named.name.span.after(), " " + v(version_of(type)));
      });
    });
  }

  /// The type of a field as the lock would have it, but for the contexts of names.
  std::string pinned(const syntax::Type& type, const SourceFile& file) const {
    std::string text;
    std::uint32_t at = type.span.begin;
    each_name(type, [&](const syntax::NamedType& named) {
      text += file.text({type.span.file, at, named.name.span.begin});
      const std::string& name = named.name.last().text;
      text += name;
      const std::uint32_t version = named.version ? named.version->number : version_of(name);
      if (version != 0) text += " " + v(version);
      at = named.version ? named.version->span.end : named.name.span.end;
    });
    text += file.text({type.span.file, at, type.span.end});
    return without_blanks(text);
  }
  /// Without contexts of names and blanks that say nothing.
  static std::string comparable(const std::string& type) {
    std::string result;
    for (std::size_t begin = 0; begin < type.size();) {
      const std::size_t end = std::min(type.find_first_of("<>,? ()", begin), type.size());
      const std::string word = type.substr(begin, end - begin);
      const std::size_t dot = word.rfind('.');
      result += dot == std::string::npos ? word : word.substr(dot + 1);
      if (end < type.size()) result += type[end];
      begin = end + 1;
    }
    return without_blanks(result);
  }
  static std::string without_blanks(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n' || c == '\r'; }),
               text.end());
    return text;
  }
  bool is_same(const syntax::Field& field, const Field& released, const SourceFile& file) const {
    return field.name.text == released.name && pinned(field.type, file) == comparable(released.type) &&
           has_mark(field, "personal") == released.personal.has_value() && has_mark(field, "tag") == released.is_tag;
  }
  static bool has_mark(const syntax::Field& field, const std::string& name) {
    return std::any_of(field.annotations.begin(), field.annotations.end(),
                       [&](const syntax::Annotation& annotation) { return annotation.name.text == name; });
  }
  bool is_as_released(const Declared& declared, const Layout& layout) const {
    const SourceFile& file = sources_.file(declared.span);
    const auto same_fields = [&](const std::vector<syntax::Field>& now, const std::vector<Field>& then) {
      return std::equal(now.begin(), now.end(), then.begin(), then.end(),
                        [&](const syntax::Field& a, const Field& b) { return is_same(a, b, file); });
    };
    if (declared.alternatives == nullptr) return same_fields(*declared.fields, layout.fields);
    return std::equal(declared.alternatives->begin(), declared.alternatives->end(), layout.alternatives.begin(),
                      layout.alternatives.end(), [&](const syntax::Alternative& a, const Member& b) {
                        return a.name.text == b.name && a.number.digits == std::to_string(b.number) &&
                               same_fields(a.fields, b.fields);
                      });
  }

  /// What was released in the place of what is written now; the mapping stays.
  void restore(Copy& copy, const SourceFile& file, const Declared& declared, const Layout& layout) const {
    std::string text;
    const std::string line = "\n" + indentation(file, declared.span) + "  ";
    for (const Field& field : layout.fields) text += line + in_source(field);
    for (const Member& alternative : layout.alternatives) {
      text += line + alternative.name + " = " + std::to_string(alternative.number) + " {";
      for (const Field& field : alternative.fields) text += " " + in_source(field);
      text += " }";
    }
    const Span closing = closing_brace(file, declared);
    std::string kept;
    for (const syntax::FromBlock& from : *declared.from) kept += line + std::string(file.text(from.span));
    const Span opening = opening_brace(file, declared);
    copy.replace({closing.file, opening.end, closing.begin},
                 text + kept + (text.empty() && kept.empty() ? " " : "\n" + indentation(file, declared.span)));
  }
  std::string in_source(Field field) const {
    field.type = in_source(field.type);
    return line_of(field);
  }
  /// `Money v1` without its version where there will be one only.
  std::string in_source(const std::string& type) const {
    std::string result;
    for (std::size_t begin = 0; begin < type.size();) {
      const std::size_t at = type.find(" v", begin);
      if (at == std::string::npos) return result + type.substr(begin);
      std::size_t end = at + 2;
      while (end < type.size() && type[end] >= '0' && type[end] <= '9') ++end;
      const std::size_t name = type.find_last_of("<, .", at - 1) + 1;
      result += type.substr(begin, at - begin);
      if (needs_pin(type.substr(name, at - name))) result += type.substr(at, end - at);
      begin = end;
    }
    return result;
  }

  // ----------------------------------------------------------------------------------------------------------- places

  static std::string indentation(const SourceFile& file, Span span) {
    const std::string_view line = file.line(file.location(span.begin).line);
    return std::string(line.substr(0, std::min(line.find_first_not_of(" \t"), line.size())));
  }
  /// The block, the blanks before it, and a comment at the end of its line.
  static Span with_blanks(const SourceFile& file, Span span) {
    const std::string_view all = file.text();
    while (span.begin > 0 && is_blank(all[span.begin - 1])) --span.begin;
    std::size_t end = span.end;
    while (end < all.size() && (all[end] == ' ' || all[end] == '\t')) ++end;
    if (all.substr(end).starts_with("//"))
      span.end = static_cast<std::uint32_t>(std::min(all.find('\n', end), all.size()));
    return span;
  }
  static Span before_blanks(const SourceFile& file, Span span) {
    const std::string_view all = file.text();
    while (span.begin > 0 && is_blank(all[span.begin - 1])) --span.begin;
    return span.before();
  }
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  /// Where the block of fields ends: before `becomes` there is another one, so it is found from its members.
  static Span closing_brace(const SourceFile& file, const Declared& declared) {
    // Only what is not retired is evolved, and that ends with its brace.
    (void)file;
    return {declared.span.file, declared.span.end - 1, declared.span.end};
  }
  static Span opening_brace(const SourceFile& file, const Declared& declared) {
    std::uint32_t at = declared.version_span ? declared.version_span->end : declared.name_span.end;
    const std::string_view all = file.text();
    for (bool quoted = false; at < declared.span.end && (quoted || all[at] != '{'); ++at)
      if (all[at] == '"') quoted = !quoted;
    return {declared.span.file, at, at + 1};
  }

  // ------------------------------------------------------------------------------------------------------------ edits

  void bump(const Declared& declared, bool with_from) {
    const SourceFile& file = sources_.file(declared.span);
    result_.edits.push_back(
        {declared.span, upper(declared, with_from) + "\n" + indentation(file, declared.span) + lower(declared)});
    touch(declared, declared.version + 1);
    touch(declared, declared.version);
  }
  void touch(const Declared& declared, std::uint32_t version) {
    result_.touched.push_back({declared.kind, declared.name, version});
  }

  /// What is history already, or retired, says of which version it speaks once there are two.
  void pin_history(const Declared& declared) {
    if (declared.is_newest && !declared.is_retired) return;
    bool touched = false;
    each_field(declared, [&](const syntax::Field& field) {
      each_name(field.type, [&](const syntax::NamedType& named) {
        const std::string& type = named.name.last().text;
        if (named.version || !is_bumped(type)) return;
        result_.edits.push_back({named.name.span.after(), " " + v(version_of(type))});
        touched = true;
      });
    });
    if (touched) touch(declared, declared.version);
  }

  Declarations own_;
  Declarations imported_;
  const SourceMap& sources_;
  const Context* released_;
  bool has_lock_;
  std::vector<const Declared*> bumped_;
  Evolution result_;
};

/// The lines that a declaration stands on, from the first character of it to its end.
std::string relaid(const SourceFile& text, Span span, const SourceFile& laid_out, Span laid) {
  const auto indent = [](const SourceFile& file, Span place) { return file.location(place.begin).column - 1; };
  const std::uint32_t before = indent(laid_out, laid);
  const std::uint32_t now = indent(text, span);
  std::string result;
  bool first = true;
  const std::string_view all = laid_out.text(laid);
  for (std::size_t begin = 0; begin <= all.size();) {
    const std::size_t end = std::min(all.find('\n', begin), all.size());
    std::string_view line = all.substr(begin, end - begin);
    if (!first) {
      line.remove_prefix(std::min<std::size_t>(before, std::min(line.find_first_not_of(' '), line.size())));
      result += "\n" + (line.empty() ? "" : std::string(now, ' '));
    }
    result += line;
    first = false;
    begin = end + 1;
  }
  return result;
}

}  // namespace

std::optional<Evolution> evolve(const std::string& element, const std::vector<const syntax::File*>& files,
                                const std::vector<const syntax::File*>& imported, const SourceMap& sources,
                                const Context* released, bool has_lock, Reporter& reporter) {
  return Evolver(files, imported, sources, released, has_lock).evolve(element, reporter);
}

std::string apply(const SourceFile& file, const std::vector<Replacement>& edits) {
  Copy copy(file, file.whole());
  for (const Replacement& edit : edits)
    if (edit.span.file == file.id()) copy.replace(edit.span, edit.text);
  return copy.text();
}

std::string with_layout(const SourceFile& text, const syntax::File& tree, const SourceFile& laid_out,
                        const syntax::File& laid_out_tree, const std::vector<Evolution::Touched>& touched) {
  const Declarations now({&tree});
  const Declarations then({&laid_out_tree});
  Copy copy(text, text.whole());
  // The same tree, so the same declarations in the same order.
  for (std::size_t i = 0; i < std::min(now.all().size(), then.all().size()); ++i) {
    const Declared& one = now.all()[i];
    const bool is_touched = std::any_of(touched.begin(), touched.end(), [&](const Evolution::Touched& t) {
      return t.kind == one.kind && t.name == one.name && t.version == one.version;
    });
    if (is_touched) copy.replace(one.span, relaid(text, one.span, laid_out, then.all()[i].span));
  }
  return copy.text();
}

}  // namespace cqrsc::compat
