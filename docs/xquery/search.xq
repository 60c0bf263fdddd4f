(: Where words stand, one place a line: the document, the innermost section (its id, number and heading), the passage.
   Chinese is written without spaces, so the words are looked for anywhere in a passage (fn:contains); spaces and
   ends of lines within it do not count, nor does markup.
   variables: db; words, without spaces :)
declare namespace g = "urn:gaixml:report:1";
declare namespace output = "http://www.w3.org/2010/xslt-xquery-serialization";
declare option output:method "text";
declare option output:item-separator "&#10;";
declare variable $db external := "gaixml";
declare variable $words external;

for $document in collection($db)/g:report/g:document
for $passage in $document//(g:p | g:title[not(parent::g:heading)] | g:heading | g:cell | g:signature | g:adoption
  | g:preamble | g:addressee | g:note | g:attachment | g:contents | g:caption | g:furniture)
let $text := replace($passage, "\s", "")
where contains($text, $words)
let $section := $passage/ancestor::g:section[1]
return string-join(
  (
    replace(base-uri($document), "^.*/", ""),
    string($section/@id),
    replace($section/g:heading, "\s", ""),
    $text
  ),
  "&#9;"
)
