#include "emit/template.hpp"

#include <string>

#include <gtest/gtest.h>

namespace cqrsc::emit {
namespace {

using plan::Data;
using plan::List;
using plan::Record;

/// The text, or the first error as text.
std::string rendered(std::string_view source, const Data& data,
                     const std::vector<std::pair<std::string, std::string>>& partials = {}) {
  TemplateErrors errors;
  TemplateSet set;
  set.add("t", source, errors);
  for (const auto& [name, text] : partials) set.add(name, text, errors);
  if (!errors.empty()) return errors.front().to_text();
  const auto text = set.render("t", data, errors);
  return text ? *text : errors.front().to_text();
}

Record items(std::initializer_list<const char*> names) {
  List list;
  for (const char* name : names) list.push_back(Record{{"name", name}});
  return Record{{"items", std::move(list)}};
}

TEST(Template, GivesTextAsItIs) {
  EXPECT_EQ(rendered("a { b }\n\n  c", Record{}), "a { b }\n\n  c");
  EXPECT_EQ(rendered("", Record{}), "");
}

TEST(Template, PutsNamesIntoTheText) {
  const Record data{{"type", "Money"}, {"inner", Record{{"name", "amount"}}}};
  EXPECT_EQ(rendered("{{type}} {{ inner.name }};", data), "Money amount;");
}

TEST(Template, NeverTouchesWhatItPutsIn) {
  EXPECT_EQ(rendered("<{{x}}>", Record{{"x", "{{y}} & <z>"}}), "<{{y}} & <z>>");
}

TEST(Template, AnUnknownNameIsAnErrorThatNamesThePlace) {
  EXPECT_EQ(rendered("a\nb {{x}}\n", Record{}), "t:2: there is no name \"x\" here");
  EXPECT_EQ(rendered("{{#x}}y{{/x}}", Record{}), "t:1: there is no name \"x\" here");
  EXPECT_EQ(rendered("\n\n{{^x}}y{{/x}}", Record{}), "t:3: there is no name \"x\" here");
  EXPECT_EQ(rendered("{{a.b}}", Record{{"a", Record{}}}), "t:1: there is no name \"a.b\" here");
  EXPECT_EQ(rendered("{{a.b}}", Record{{"a", "text"}}), "t:1: there is no name \"a.b\" here");
  EXPECT_EQ(rendered("{{>other}}", Record{}), "t:1: there is no template \"other\"");
}

TEST(Template, AnErrorInAPartialNamesThePartial) {
  EXPECT_EQ(rendered("{{>p}}", Record{}, {{"p", "\n{{x}}"}}), "p:2: there is no name \"x\" here");
}

TEST(Template, OnlyTextCanBeWritten) {
  EXPECT_EQ(rendered("{{x}}", Record{{"x", true}}), "t:1: \"x\" is not text");
  EXPECT_EQ(rendered("{{x}}", Record{{"x", List{}}}), "t:1: \"x\" is not text");
}

TEST(Template, SectionsGoOverLists) {
  EXPECT_EQ(rendered("{{#items}}[{{name}}]{{/items}}", items({"a", "b"})), "[a][b]");
  EXPECT_EQ(rendered("<{{#items}}[{{name}}]{{/items}}>", items({})), "<>");
  EXPECT_EQ(rendered("{{#xs}}{{.}}{{^@last}}, {{/@last}}{{/xs}}", Record{{"xs", List{"a", "b", "c"}}}), "a, b, c");
  EXPECT_EQ(rendered("{{#xs}}{{^@first}} {{/@first}}{{.}}{{/xs}}", Record{{"xs", List{"a", "b"}}}), "a b");
}

TEST(Template, PlaceInTheListIsThatOfTheInnermostList) {
  const Record data{{"rows", List{Record{{"xs", List{"a", "b"}}}, Record{{"xs", List{"c"}}}}}};
  EXPECT_EQ(rendered("{{#rows}}{{#xs}}{{.}}{{^@last}},{{/@last}}{{/xs}}{{^@last}};{{/@last}}{{/rows}}", data), "a,b;c");
  EXPECT_EQ(rendered("{{#@first}}{{/@first}}", Record{}), "t:1: \"@first\" stands outside of any list");
}

TEST(Template, SectionsOverFlagsTextsAndRecords) {
  const Record data{{"on", true},     {"off", false}, {"empty", ""}, {"text", "t"}, {"r", Record{{"name", "inner"}}},
                    {"name", "outer"}};
  EXPECT_EQ(rendered("{{#on}}1{{/on}}{{#off}}2{{/off}}{{^off}}3{{/off}}{{^on}}4{{/on}}", data), "13");
  EXPECT_EQ(rendered("{{#text}}<{{.}}>{{/text}}{{#empty}}x{{/empty}}{{^empty}}none{{/empty}}", data), "<t>none");
  EXPECT_EQ(rendered("{{name}} {{#r}}{{name}}{{/r}} {{#on}}{{name}}{{/on}}", data), "outer inner outer");
}

TEST(Template, ALineOfTagsOnlyLeavesNoTrace) {
  EXPECT_EQ(rendered("a\n{{#items}}\n  {{name}};\n{{/items}}\nb\n", items({"x", "y"})), "a\n  x;\n  y;\nb\n");
  EXPECT_EQ(rendered("a\n  {{! why }}\nb\n", Record{}), "a\nb\n");
  EXPECT_EQ(rendered("{{#items}}{{#name}}\n-\n{{/name}}{{/items}}\n", items({"x"})), "-\n");
  EXPECT_EQ(rendered("{{#items}}\n{{^@first}}\n\n{{/@first}}\n{{name}} {\n}\n{{/items}}\n", items({"x", "y"})),
            "x {\n}\n\ny {\n}\n");
}

TEST(Template, TextAloneOnItsLineIsIndentedLineByLine) {
  EXPECT_EQ(rendered("{\n  {{body}}\n}\n", Record{{"body", "a;\n\nif {\n  b;\n}"}}),
            "{\n  a;\n\n  if {\n    b;\n  }\n}\n");
  EXPECT_EQ(rendered("{\n  {{body}}\n}\n", Record{{"body", "a;\n"}}), "{\n  a;\n}\n");
  EXPECT_EQ(rendered("{\n  {{body}}\n}\n", Record{{"body", ""}}), "{\n}\n");
}

TEST(Template, PartialsAreIndentedAsTheirLine) {
  const std::vector<std::pair<std::string, std::string>> partials = {{"p", "if {\n  {{body}}\n\n}\n"}};
  EXPECT_EQ(rendered("{\n  {{>p}}\n}\n", Record{{"body", "a\nb"}}, partials), "{\n  if {\n    a\n    b\n\n  }\n}\n");
  EXPECT_EQ(rendered("x {{>q}} y", Record{}, {{"q", "in line"}}), "x in line y");
}

TEST(Template, APartialThatIncludesItselfEnds) {
  EXPECT_EQ(rendered("{{>p}}", Record{}, {{"p", "{{>p}}"}}), "p:1: \"p\" includes itself without end");
}

TEST(Template, TildesTakeTheWhiteSpaceBesideThem) {
  EXPECT_EQ(rendered("a \n  {{~x}} b", Record{{"x", "1"}}), "a1 b");
  EXPECT_EQ(rendered("a {{x~}} \n\n b", Record{{"x", "1"}}), "a 1b");
  EXPECT_EQ(rendered("f({{#items~}}\n  {{name}},\n{{~/items}})", items({"x", "y"})), "f(x,y,)");
}

TEST(Template, SaysWhatIsWrongWithATemplate) {
  EXPECT_EQ(rendered("a\n{{#x}}b", Record{}), "t:2: the section \"x\" is never closed");
  EXPECT_EQ(rendered("{{#x}}{{/y}}", Record{}), "t:1: \"y\" is closed here, but \"x\" is open");
  EXPECT_EQ(rendered("{{/y}}", Record{}), "t:1: \"y\" is closed here, but no section is open");
  EXPECT_EQ(rendered("\n{{x", Record{}), "t:2: this tag does not end with }} on the same line");
  EXPECT_EQ(rendered("{{a b}}", Record{}), "t:1: \"a b\" is not a name");
  EXPECT_EQ(rendered("{{}}", Record{}), "t:1: \"\" is not a name");
  EXPECT_EQ(rendered("{{a.}}", Record{}), "t:1: \"a.\" is not a name");
}

TEST(Template, AnUnknownTemplateIsAnError) {
  TemplateErrors errors;
  EXPECT_FALSE(TemplateSet().render("nowhere", Record{}, errors));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors.front().template_name, "nowhere");
}

}  // namespace
}  // namespace cqrsc::emit
