#include "syntax/layout.hpp"

#include <algorithm>

#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {
namespace {

// Stands in a line for an AlignmentPoint until lines are aligned.
constexpr char kPoint = '\x1f';

size_t width_of(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool has_comments(const Item& item) { return !item.before.empty() || item.comment.has_value(); }

// The piece on one line; nothing if it cannot stand on one. `points` keeps alignment points.
std::optional<std::string> flat(const Piece& piece, bool points);

std::optional<std::string> flat(const std::vector<Piece>& pieces, bool points) {
  std::string result;
  for (const Piece& p : pieces) {
    const auto words = flat(p, points);
    if (!words) return std::nullopt;
    result += *words;
  }
  return result;
}

std::optional<std::string> flat(const Braces& braces) {
  if (braces.must_break || !braces.last_comments.empty() || braces.first_comment) return std::nullopt;
  if (braces.items.empty()) return "{ }";
  std::string result = "{";
  for (const Item& item : braces.items) {
    const auto words = has_comments(item) ? std::nullopt : flat(item.piece, false);
    if (!words) return std::nullopt;
    result += (result.size() == 1 ? " " : "  ") + *words;
  }
  return result + " }";
}

std::optional<std::string> flat(const Chain& chain) {
  if (chain.must_break) return std::nullopt;
  std::string result;
  for (const Chain::Link& link : chain.links) {
    const auto words = flat(link.operand, false);
    if (!words) return std::nullopt;
    if (!result.empty()) result += ' ';
    result += link.before + *words + link.after;
  }
  return result;
}

std::optional<std::string> flat(const Hanging& hanging) {
  if (hanging.items.size() != 1 || has_comments(hanging.items.front())) return std::nullopt;
  const auto words = flat(hanging.items.front().piece, false);
  return words ? std::optional(hanging.prefix + *words) : std::nullopt;
}

std::optional<std::string> flat(const Piece& piece, bool points) {
  return std::visit(overloaded{
                        [](const Words& p) { return std::optional(p.text); },
                        [&](const AlignmentPoint&) { return std::optional(std::string(1, points ? kPoint : ' ')); },
                        [&](const Sequence& p) { return flat(p.pieces, points); },
                        [](const Braces& p) { return flat(p); },
                        [](const Chain& p) { return flat(p); },
                        [](const Hanging& p) { return flat(p); },
                    },
                    piece.node);
}

struct Line {
  std::string text;  // with its indentation
  std::string kind;
  std::optional<std::string> comment;
};

class Printer {
 public:
  std::string text;

  void items(const std::vector<Item>& items, const std::vector<std::string>& last_comments, size_t indent) {
    bool first = true;
    for (const Item& item : items) {
      comments_before(item, indent, first);
      if (item.blank_before && !first) lines_.push_back({});
      first = false;
      lay_out_item(item, indent);
    }
    for (const std::string& comment : last_comments) {
      if (comment.empty()) {
        if (!first) lines_.push_back({});
      } else {
        lines_.push_back({std::string(indent, ' ') + comment, "", std::nullopt});
      }
      first = false;
    }
  }

  std::string take() {
    align();
    std::string result;
    for (Line& line : lines_) {
      std::ranges::replace(line.text, kPoint, ' ');
      while (line.text.ends_with(' ')) line.text.pop_back();
      result += line.text;
      if (line.comment) result += *line.comment;
      result += '\n';
    }
    return result;
  }

 private:
  void comments_before(const Item& item, size_t indent, bool& first) {
    for (size_t i = 0; i < item.before.size(); ++i) {
      if (item.blank_before_comment[i] && !first) lines_.push_back({});
      lines_.push_back({std::string(indent, ' ') + item.before[i], "", std::nullopt});
      first = false;
    }
  }

  void lay_out_item(const Item& item, size_t indent) {
    begin_line(indent);
    const auto words = flat(item.piece, true);
    if (words && indent + width_of(*words) <= kPageWidth) {
      lines_.back().text += *words;
      lines_.back().kind = item.kind;
    } else {
      for (const Piece& piece : item.piece) put(piece, indent);
    }
    lines_.back().comment = item.comment ? std::optional("  " + *item.comment) : lines_.back().comment;
  }

  void begin_line(size_t indent) { lines_.push_back({std::string(indent, ' '), "", std::nullopt}); }
  size_t column() const { return width_of(lines_.back().text); }

  // Puts a piece that is part of something broken: it stands on the line if it fits there.
  void put(const Piece& piece, size_t indent) {
    const auto* braces = std::get_if<Braces>(&piece.node);
    const bool breaks = braces != nullptr && braces->breaks_with_owner && !braces->items.empty();
    const bool sequence = std::holds_alternative<Sequence>(piece.node);
    const auto words = breaks || sequence ? std::nullopt : flat(piece, false);
    if (words && (column() + width_of(*words) <= kPageWidth || std::holds_alternative<Words>(piece.node))) {
      lines_.back().text += *words;
      return;
    }
    std::visit(overloaded{
                   [&](const Words& p) { lines_.back().text += p.text; },
                   [&](const AlignmentPoint&) { lines_.back().text += ' '; },
                   [&](const Sequence& p) {
                     for (const Piece& inner : p.pieces) put(inner, indent);
                   },
                   [&](const Braces& p) { broken(p, indent); },
                   [&](const Chain& p) { broken(p, indent); },
                   [&](const Hanging& p) { broken(p, indent); },
               },
               piece.node);
  }

  void broken(const Braces& braces, size_t indent) {
    lines_.back().text += "{";
    if (braces.first_comment) lines_.back().comment = "  " + *braces.first_comment;
    items(braces.items, braces.last_comments, indent + kIndent);
    begin_line(indent);
    lines_.back().text += "}";
  }

  void broken(const Chain& chain, size_t indent) {
    bool first = true;
    for (const Chain::Link& link : chain.links) {
      if (!first) begin_line(indent + chain.indent);
      first = false;
      lines_.back().text += link.before;
      for (const Piece& operand : link.operand) put(operand, indent + chain.indent);
      lines_.back().text += link.after;
    }
  }

  void broken(const Hanging& hanging, size_t indent) {
    const size_t inner = hanging.items.size() == 1 ? indent : indent + hanging.indent;
    lines_.back().text += hanging.prefix;
    bool first = true;
    for (const Item& item : hanging.items) {
      if (!first || !item.before.empty()) {
        bool no_blank_line = true;
        comments_before(item, inner, no_blank_line);
        begin_line(inner);
      }
      first = false;
      for (const Piece& piece : item.piece) put(piece, inner);
      if (item.comment) lines_.back().comment = "  " + *item.comment;
    }
  }

  // Pads runs of lines of one kind at their alignment points, then runs of lines with comments at their ends.
  void align() {
    for (size_t i = 0; i < lines_.size();) {
      size_t end = i + 1;
      if (has_point(i)) {
        const auto same = [&](size_t line) {
          return has_point(line) && lines_[line].kind == lines_[i].kind && indent_of(line) == indent_of(i);
        };
        while (end < lines_.size() && same(end)) ++end;
        align_points(i, end);
      }
      i = end;
    }
    for (size_t i = 0; i < lines_.size();) {
      size_t end = i + 1;
      if (lines_[i].comment && !lines_[i].text.empty()) {
        while (end < lines_.size() && lines_[end].comment) ++end;
        align_comments(i, end);
      }
      i = end;
    }
  }

  bool has_point(size_t line) const {
    return !lines_[line].kind.empty() && lines_[line].text.find(kPoint) != std::string::npos;
  }
  size_t indent_of(size_t line) const { return lines_[line].text.find_first_not_of(' '); }

  void align_points(size_t begin, size_t end) {
    const auto point = [&](size_t line) { return lines_[line].text.find(kPoint); };
    size_t widest = 0;
    size_t longest = 0;
    for (size_t i = begin; i < end; ++i) {
      const size_t before = width_of(lines_[i].text.substr(0, point(i)));
      widest = std::max(widest, before);
      longest = std::max(longest, width_of(lines_[i].text) - before);
    }
    if (widest + longest > kPageWidth) return;
    for (size_t i = begin; i < end; ++i) {
      const size_t at = point(i);
      const size_t before = width_of(lines_[i].text.substr(0, at));
      lines_[i].text.replace(at, 1, widest + 1 - before, ' ');
    }
  }

  void align_comments(size_t begin, size_t end) {
    size_t widest = 0;
    for (size_t i = begin; i < end; ++i) widest = std::max(widest, width_of(lines_[i].text));
    for (size_t i = begin; i < end; ++i) lines_[i].comment->insert(0, widest - width_of(lines_[i].text), ' ');
  }

  std::vector<Line> lines_;
};

}  // namespace

std::string lay_out(const std::vector<Item>& items, const std::vector<std::string>& last_comments) {
  Printer printer;
  printer.items(items, last_comments, 0);
  return printer.take();
}

}  // namespace cqrsc::syntax
