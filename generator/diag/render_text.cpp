#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "diag/display.hpp"
#include "diag/excerpt.hpp"
#include "diag/renderers.hpp"

namespace cqrsc {
namespace {

// Characters of a replacement that stand in a line of help.
constexpr size_t kTold = 100;

class TextRenderer {
 public:
  TextRenderer(const SourceMap& sources, bool colour) : sources_(sources), palette_(Palette::make(colour)) {}

  void add(const Diagnostic& d) {
    const std::string& colour = severity_colour(d.severity);
    if (!out.empty()) out += "\n";
    const std::string place = place_of(d);
    out += fmt::format("{}{}{}{}[{}]{}{}: {}{}\n", place.empty() ? "" : palette_.strong + place + ": ", colour,
                       severity_name(d.severity), "", d.info->code(), palette_.reset, palette_.strong, d.headline,
                       palette_.reset);
    gutter_ = gutter_width(d);
    if (d.has_place) excerpts(d, colour);
    if (const std::string further = further_places(d); !further.empty()) remark(palette_.note, "note", further);
    for (const std::string& note : d.notes) remark(palette_.note, "note", note);
    for (const Help& help : d.helps) {
      if (!help.replacement) {
        remark(palette_.help, "help", help.text);
        continue;
      }
      const Replacement& replacement = *help.replacement;
      const Excerpt excerpt(sources_.file(replacement.span), palette_, colour, gutter_);
      // What no excerpt can show is told, if it is short.
      const bool told = excerpt.fits(replacement) || replacement.text.empty() || replacement.text.size() > kTold ||
                        replacement.text.find('\n') != std::string::npos ||
                        help.text.find(replacement.text) != std::string::npos;
      remark(palette_.help, "help", told ? help.text : help.text + ": `" + replacement.text + "`");
      excerpt.draw_replaced(replacement, out);
    }
  }

  std::string out;

 private:
  const std::string& severity_colour(Severity severity) const {
    switch (severity) {
      case Severity::error: return palette_.error;
      case Severity::warning: return palette_.warning;
      case Severity::note: break;
    }
    return palette_.note;
  }

  std::string place_of(const Diagnostic& d) const {
    if (!d.has_place) return d.path;
    const Location at = sources_.location(d.primary);
    return fmt::format("{}:{}:{}", sources_.file(d.primary).path(), at.line, at.column);
  }

  size_t gutter_width(const Diagnostic& d) const {
    uint32_t largest = 1;
    const auto see = [&](Span span) { largest = std::max(largest, sources_.location(span).line); };
    if (d.has_place) see(d.primary);
    for (const Label& label : d.labels) see(label.span);
    return std::to_string(largest).size();
  }

  // The primary place's file first, then the others in the order of the source map.
  void excerpts(const Diagnostic& d, const std::string& colour) {
    std::map<FileId, std::vector<Mark>> marks;
    marks[d.primary.file].push_back({d.primary, d.primary_label, true});
    size_t repeats = 0;
    for (const Label& label : d.labels) {
      if (label.text == kAndHere && ++repeats > kShownRepeats) continue;
      marks[label.span.file].push_back({label.span, label.text, false});
    }
    Excerpt(sources_.file(d.primary), palette_, colour, gutter_).draw(marks[d.primary.file], out);
    for (const auto& [file, of_file] : marks) {
      if (file == d.primary.file) continue;
      const SourceFile& source = sources_.file(file);
      const Location at = source.location(of_file.front().span.begin);
      out += fmt::format("{}{:>{}} ::: {}{}:{}:{}\n", palette_.line, "", gutter_ - 1, palette_.reset, source.path(),
                         at.line, at.column);
      Excerpt(source, palette_, colour, gutter_).draw(of_file, out);
    }
  }

  // So many more places than are shown, in words; empty if all are.
  static std::string further_places(const Diagnostic& d) {
    const auto repeats = std::ranges::count(d.labels, kAndHere, &Label::text);
    const auto further = repeats - std::min<std::ptrdiff_t>(repeats, kShownRepeats);
    if (further == 0) return "";
    return further == 1 ? "and in one more place" : fmt::format("and in {} more places", further);
  }

  // Further lines of a remark stand under the first.
  void remark(const std::string& colour, const char* word, const std::string& text) {
    const std::string head = fmt::format("{:>{}} = ", "", gutter_);
    out += fmt::format("{}{}{}{}{}: ", palette_.line, head, colour, word, palette_.reset);
    const size_t left = head.size() + std::string_view(word).size() + 2;
    out += wrapped(text, left) + "\n";
  }

  // Broken at spaces to fit a page; lines after the first begin at the column `left`.
  static std::string wrapped(const std::string& text, size_t left) {
    constexpr size_t kPage = 110;
    const std::string indent = "\n" + std::string(left, ' ');
    std::string result;
    size_t column = left;
    for (size_t i = 0; i < text.size();) {
      if (text[i] == '\n') {
        result += indent;
        column = left;
        ++i;
        continue;
      }
      const size_t end = std::min(text.find_first_of(" \n", i + 1), text.size());
      const std::string word = text.substr(i, end - i);
      const size_t width = display_width(word);
      if (column + width > kPage && column > left && word.starts_with(' ')) {
        result += indent + word.substr(1);
        column = left + width - 1;
      } else {
        result += word;
        column += width;
      }
      i = end;
    }
    return result;
  }

  static constexpr size_t kShownRepeats = 3;

  const SourceMap& sources_;
  Palette palette_;
  size_t gutter_ = 1;
};

}  // namespace

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: break;
  }
  return "note";
}

std::string path_of(const Diagnostic& diagnostic, const SourceMap& sources) {
  return diagnostic.has_place ? sources.file(diagnostic.primary).path() : diagnostic.path;
}

std::string render_text(const Reporter& reporter, const SourceMap& sources, bool colour) {
  TextRenderer renderer(sources, colour);
  for (const Diagnostic* d : reporter.sorted()) renderer.add(*d);
  return std::move(renderer.out);
}

}  // namespace cqrsc
