(: The documents of a database, one a line: year, form, agency, title; what a document does not say is empty.
   variables: db, the database's name :)
declare namespace g = "urn:gaixml:report:1";
declare namespace output = "http://www.w3.org/2010/xslt-xquery-serialization";
declare option output:method "text";
declare option output:item-separator "&#10;";
declare variable $db external := "gaixml";

for $said in collection($db)/g:report/g:metadata
order by string($said/g:year), string($said/g:agency), string($said/g:title)
return string-join(
  (string($said/g:year), string($said/g:form), normalize-space($said/g:agency), normalize-space($said/g:title)),
  "&#9;"
)
